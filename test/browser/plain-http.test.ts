import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const { create } = storeEngines[0]!

// To a browser this name is any other host on plain http: it says nothing about where a form comes from.
const HOST = 'signup.test'

describeInBrowser('the page on plain http, at another address than loopback', () => {
  const visit = useBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`])

  it.each([true, false])('registers a person (JavaScript: %s)', async (javaScriptEnabled) => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    await using visitor = await visit({ javaScriptEnabled })
    visitor.expectPlainHttp()
    await visitor.page.goto(`${registrar.gateway.url.replace('127.0.0.1', HOST)}/register`)
    await submit(visitor.page, freshName(), PASSWORD, '[data-status=completed]')
    expect(await store.rows()).toHaveLength(1)
  })

  it('two tabs of the first visit both have a form that works', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    await using visitor = await visit({ javaScriptEnabled: false })
    visitor.expectPlainHttp()
    const address = `${registrar.gateway.url.replace('127.0.0.1', HOST)}/register`
    const other = await visitor.page.context().newPage()
    await Promise.all([visitor.page.goto(address), other.goto(address)])
    for (const page of [visitor.page, other]) await submit(page, freshName(), PASSWORD, '[data-status=completed]')
    expect(await store.rows()).toHaveLength(2)
  })
})

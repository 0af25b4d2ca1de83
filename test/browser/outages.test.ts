import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'
import { submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const visit = useBrowser()
const { create } = storeEngines[0]!

// Side by side: the page of a registration waits 20 s for news.
describeInBrowser('recovery from outages', { concurrent: true }, () => {
  it.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])(
    'Redis unavailable: a clear message and the form with the name; the same button works once it has recovered, %s',
    async (_how, javaScriptEnabled) => {
      await using store = await create()
      await using registrar = await startRegistrar({ store })
      await using visitor = await visit({ javaScriptEnabled })
      visitor.expectStatus(503)
      const { page } = visitor
      const name = freshName()
      await page.goto(`${registrar.gateway.url}/register`)
      await registrar.redis.kill()
      await submit(page, name, PASSWORD, '.notice:not([hidden])')
      expect(await page.locator('.notice:focus').textContent()).toContain('Sign-up is temporarily unavailable')
      expect(await page.inputValue('#username')).toBe(name)
      expect(await page.inputValue('#password')).toBe('')

      await registrar.redis.restart()
      await expect
        .poll(async () => (await fetch(`${registrar.gateway.url}/readyz`)).status, { timeout: 30_000 })
        .toBe(200)
      await submit(page, name, PASSWORD, '[data-status=completed]')
      expect(await store.rows()).toHaveLength(1)
    },
  )

  it('Redis unavailable while somebody waits: the page of the registration says so and keeps retrying', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using withJavaScript = await visit()
    await using withoutJavaScript = await visit({ javaScriptEnabled: false })
    const visitors = [withJavaScript, withoutJavaScript]
    const both = (act: (page: Page) => Promise<unknown>) => Promise.all(visitors.map(({ page }) => act(page)))
    for (const visitor of visitors) visitor.expectStatus(503)
    await both(async (page) => {
      await page.goto(`${registrar.gateway.url}/register`)
      await submit(page, freshName(), PASSWORD, '[data-status=queued]')
    })
    await registrar.redis.kill()
    await withJavaScript.page.reload() // the other one asks again by itself, which would end a reload
    await both((page) => page.getByText('Your registration is safe').waitFor())
    await registrar.redis.restart()
    await both((page) => page.locator('[data-status=queued]').waitFor())
  })

  it('the gateway unavailable: the entries stay in the form, and sending them again makes one registration', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    await using link = await startTcpProxy({ port: Number(new URL(registrar.gateway.url).port) })
    await using visitor = await visit()
    visitor.expectLostConnections()
    const { page } = visitor
    const name = freshName()
    await page.goto(`http://127.0.0.1:${link.port}/register`)
    link.refuse()
    await submit(page, name, PASSWORD, '[data-unreachable]')
    expect(await page.inputValue('#username')).toBe(name)
    link.accept()
    await page.click('.button')
    await page.locator('[data-status=completed]').waitFor()
    expect(await store.rows()).toHaveLength(1)
  })
})

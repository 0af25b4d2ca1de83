import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { accepted, PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const visit = useBrowser()
const { create } = storeEngines[0]!

/** The limit of everything that comes over the wire for the first view, headers and all. */
const FIRST_VIEW_BYTES = 15 * 1024

/** Another site: it serves a logo, and remembers what it was told. */
async function startOtherSite() {
  const heard: { url: string; headers: IncomingHttpHeaders }[] = []
  const server = createServer((request, response) => {
    heard.push({ url: request.url!, headers: request.headers })
    response.setHeader('content-type', 'image/svg+xml')
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><path d="M0 0h32v32H0z"/></svg>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

describeInBrowser('what others learn of a sign-up', () => {
  it('nothing is fetched from elsewhere', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    await using visitor = await visit()
    const { page } = visitor
    const origins = new Set<string>()
    page.on('request', (request) => void origins.add(new URL(request.url()).origin))
    await page.goto(`${registrar.gateway.url}/register`)
    await submit(page, freshName(), PASSWORD, '[data-status=completed]')
    expect([...origins]).toEqual([registrar.gateway.url])
  })

  it('a company’s logo is shown from its own site, which is not told from which page, nor is the site that one goes on to', async () => {
    await using store = await create()
    await using site = await startOtherSite()
    await using registrar = await startRegistrar({
      store,
      variables: {
        PAGE_TITLE: 'Nordlicht & <Söhne>',
        PAGE_LOGO_URL: `${site.origin}/logo.svg`,
        PAGE_RETURN_URL: `${site.origin}/welcome`,
      },
    })
    await using visitor = await visit()
    const { page } = visitor
    await page.goto(`${registrar.gateway.url}/register`)
    expect(await page.title()).toBe('Create your account · Nordlicht & <Söhne>')
    expect(await page.evaluate<number>('document.querySelector("header img").naturalWidth')).toBe(32)
    await submit(page, freshName(), PASSWORD, '[data-status=completed]')
    await page.reload()
    await page.getByRole('link', { name: 'Continue' }).click()
    await page.waitForURL(`${site.origin}/welcome`)
    const ours = site.heard.filter(({ url }) => url !== '/favicon.ico') // that is its own page's
    expect(ours.map(({ url }) => url)).toEqual(expect.arrayContaining(['/logo.svg', '/welcome']))
    for (const { headers } of ours) expect(headers['referer']).toBeUndefined()
  })

  it('the name is shown to the browser that sent it, and to no other that has the address', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    await using visitor = await visit()
    await using stranger = await visit()
    const name = freshName()
    await visitor.page.goto(`${registrar.gateway.url}/register`)
    await submit(visitor.page, name, PASSWORD, '[data-status=completed]')
    await stranger.page.goto(visitor.page.url())
    expect(await visitor.page.content()).toContain(name)
    expect(await stranger.page.locator('h1').textContent()).toBe('Welcome')
    expect(await stranger.page.content()).not.toContain(name)

    await visitor.page.goto(`${registrar.gateway.url}/register/${await accepted(registrar.gateway.url, freshName())}`)
    expect(await visitor.page.content()).not.toContain(name) // nor is it shown with the registration of somebody else
  })
})

describeInBrowser('the first view', () => {
  it('takes less than 15 KB over the wire, and nothing but the page itself when somebody comes again', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using visitor = await visit()
    const { page } = visitor
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    const sizes: number[] = [] // of what came over the wire; what comes from the cache has none
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      if (encodedDataLength > 0) sizes.push(encodedDataLength)
    })
    await page.goto(`${registrar.gateway.url}/register`, { waitUntil: 'networkidle' })
    expect(sizes).toHaveLength(6) // the page, its style, its three scripts, its icon
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(FIRST_VIEW_BYTES)
    sizes.length = 0
    await page.goto(`${registrar.gateway.url}/register`, { waitUntil: 'networkidle' })
    expect(sizes).toHaveLength(1)
  })
})

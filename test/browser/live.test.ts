import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startInstrumentedWorker, startWorker } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'
import { submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const visit = useBrowser()
const { create } = storeEngines[0]!

describeInBrowser('the way of a registration', () => {
  it('is shown live, told to screen readers step by step, by one stream and no reload', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using visitor = await visit()
    const { page } = visitor
    const requests: string[] = []
    page.on('request', (request) => void requests.push(new URL(request.url()).pathname + new URL(request.url()).search))
    await page.goto(`${registrar.gateway.url}/register`)
    const streaming = page.waitForResponse(/\/events$/)
    await submit(page, freshName(), PASSWORD, '[data-status=queued]')
    expect((await streaming).headers()['content-type']).toBe('text/event-stream')
    expect(await page.locator('[aria-current]').textContent()).toBe('Waiting for its turn')
    const before = requests.length

    await using worker = await startInstrumentedWorker({ ...registrar.variables, HOLD_AT: 'job taken' }) // until it is seen
    await page.locator('[data-status=processing]').waitFor()
    expect(await page.locator('[aria-current]').textContent()).toBe('Protecting your password')
    expect(await page.locator('#live').textContent()).toBe('Protecting your password')
    worker.goOn()
    await page.locator('[data-status=completed]').waitFor()
    expect(await page.locator('h1:focus').textContent()).toBe('Welcome')
    expect(requests.slice(before)).toEqual([expect.stringMatching(/^\/register\/[0-9a-f-]{36}\?wait=20$/)]) // the outcome's page
  })

  // Side by side: the third of these waits 10 s for the page to say it.
  it.concurrent('is shown by a long poll where the stream is cut midway', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using link = await startTcpProxy({ port: Number(new URL(registrar.gateway.url).port) })
    await using visitor = await visit()
    visitor.expectLostConnections()
    const { page } = visitor
    await page.goto(`http://127.0.0.1:${link.port}/register`)
    const streaming = page.waitForResponse(/\/events$/)
    await submit(page, freshName(), PASSWORD, '[data-status=queued]')
    await streaming

    const polling = page.waitForRequest(/\?wait=20$/)
    link.cut()
    await polling
    await using _worker = await startWorker(registrar.variables)
    await page.locator('[data-status=completed]').waitFor()
  })

  it.concurrent('is waited for honestly while the server is away, and shown once it is back', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using link = await startTcpProxy({ port: Number(new URL(registrar.gateway.url).port) })
    await using visitor = await visit()
    visitor.expectLostConnections()
    const { page } = visitor
    await page.goto(`http://127.0.0.1:${link.port}/register`)
    await submit(page, freshName(), PASSWORD, '[data-status=queued]')

    link.refuse()
    await page.locator('[data-away]').waitFor()
    expect(await page.locator('[data-away]').textContent()).toContain('The server cannot be reached right now')
    expect(await page.locator('#live').textContent()).toContain('The server cannot be reached right now')
    await using _worker = await startWorker(registrar.variables)
    link.accept()
    await page.locator('[data-status=completed]').waitFor()
  })

  it.concurrent('is said to be safe when it takes long, with JavaScript and without', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    const isSaidTo = async (javaScriptEnabled: boolean) => {
      await using visitor = await visit({ javaScriptEnabled })
      const { page } = visitor
      await page.goto(`${registrar.gateway.url}/register`)
      await submit(page, freshName(), PASSWORD, '[data-status=queued]')
      await page.getByText('your place in the queue is kept').waitFor()
    }
    await Promise.all([isSaidTo(true), isSaidTo(false)])
  })

  it('is not waited for any longer when its page is left: no stream and no poll remains', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using visitor = await visit()
    const { page } = visitor
    await page.goto(`${registrar.gateway.url}/register`)
    const streaming = page.waitForRequest(/\/events$/)
    await submit(page, freshName(), PASSWORD, '[data-status=queued]')
    const stream = await streaming
    const ended = page.waitForEvent('requestfailed', (request) => request === stream)
    await page.goBack() // in place: the document stays
    await ended
    await page.getByLabel('User name').waitFor()
  })
})

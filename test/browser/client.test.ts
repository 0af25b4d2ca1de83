import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { packedClient } from '../support/http/packed-client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { sqliteStore } from '../support/stores/test-store.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const visit = useBrowser()

describeInBrowser('the client in a page of another origin', () => {
  it('registers, follows every change, learns the outcome and reads refusals, where CORS_ORIGINS allows it', async () => {
    using client = packedClient()
    await using site = await startSite(join(client.installed, 'dist'))
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store, variables: { CORS_ORIGINS: site.origin } })
    await using visitor = await visit()
    const { page } = visitor
    visitor.expectStatus(422)
    await page.goto(site.origin, { waitUntil: 'load' })

    const learned = await page.evaluate(converse, {
      url: registrar.gateway.url,
      username: freshName(),
      password: PASSWORD,
    })
    expect(learned).toEqual({
      states: expect.arrayContaining(['completed']),
      outcome: expect.objectContaining({ status: 'completed', userId: expect.any(String) }),
      refusal: { status: 422, code: 'invalid_registration', pointers: ['#/username'], requestId: expect.any(String) },
    })
    expect(await store.rows()).toMatchObject([{ jobId: learned.outcome.jobId }])
  })
})

type Conversation = { url: string; username: string; password: string }
type Page = { client: typeof import('../../packages/client/src/create-registrar.ts') }

/** Runs in the page. */
async function converse({ url, username, password }: Conversation) {
  const { createRegistrar, RegistrarError } = (globalThis as unknown as Page).client
  const registrar = createRegistrar({ url })
  const registration = await registrar.register({ username, password })
  const states: string[] = []
  for await (const { status } of registration.events()) states.push(status)
  const outcome = await registration.outcome()
  const refusal = await registrar.register({ username: 'a', password }).catch((error: unknown) => {
    if (!(error instanceof RegistrarError)) throw error
    const { status, code, errors, requestId } = error
    return { status, code, pointers: errors.map(({ pointer }) => pointer), requestId }
  })
  return { states, outcome, refusal }
}

const PAGE = `<!doctype html><title>Site</title>
<script type="module">import * as client from '/create-registrar.js'; globalThis.client = client</script>`

/** A site with one page, which loads the client from `folder`. */
async function startSite(folder: string): Promise<AsyncDisposable & { origin: string }> {
  const server = createServer(async ({ url }, response) => {
    if (!url?.endsWith('.js')) return response.setHeader('content-type', 'text/html').end(PAGE)
    response.setHeader('content-type', 'text/javascript').end(await readFile(join(folder, url)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

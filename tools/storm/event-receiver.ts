import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 50

export type EventReceiver = AsyncDisposable & {
  /** What a Registrar needs as WEBHOOKS_FILE to post its events here. */
  webhooksFile: string
  /** A registration that is to have its event. */
  expect(jobId: string): void
  /** How many of those have theirs. */
  arrived(): number
  /** Resolves when all of them have, or when `over` aborts. */
  allArrived(over: AbortSignal): Promise<void>
}

/** Takes the events of a storm's own Registrar, as the receiver of an adopter would, and counts them by registration. */
export async function startEventReceiver(): Promise<EventReceiver> {
  const missing = new Set<string>()
  const early = new Set<string>()
  let arrived = 0
  const note = (jobId: string) => {
    if (missing.delete(jobId)) arrived++
    else early.add(jobId) // before its 202, or for the second time
  }
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    note((JSON.parse(body.toString()) as { subject: string }).subject)
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const folder = mkdtempSync(join(tmpdir(), 'registrar-storm-'))
  const webhooksFile = join(folder, 'webhooks.json')
  const endpoint = {
    id: 'storm',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secrets: [`whsec_${randomBytes(32).toString('base64')}`],
    allowPrivateAddresses: true,
  }
  writeFileSync(webhooksFile, JSON.stringify([endpoint]), { mode: 0o600 })
  return {
    webhooksFile,
    expect(jobId) {
      if (early.delete(jobId)) arrived++
      else missing.add(jobId)
    },
    arrived: () => arrived,
    async allArrived(over) {
      while (missing.size > 0 && !over.aborted) await delay(LOOK_MS, undefined, { signal: over }).catch(() => {})
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

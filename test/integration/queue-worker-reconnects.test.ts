import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startQueueWork } from '../support/redis/queue-work.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'
import { startTcpProxy, type TcpProxy } from '../support/trouble/tcp-proxy.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())

/** BullMQ pauses for so long when asking for a job fails with its connection, which it never does here. */
const PAUSE_OF_BULLMQ_MS = 15_000

it.each<[string, (link: TcpProxy) => Promise<void> | void]>([
  ['is cut', (link) => link.cut()],
  [
    'is refused for a while',
    async (link) => {
      link.refuse()
      await delay(2_000) // the fault itself
      link.accept()
    },
  ],
  [
    'ends with its Redis, which starts again after a while',
    async () => {
      await server.kill()
      await delay(2_000) // the fault itself
      await server.restart()
    },
  ],
])('a worker whose connection %s takes jobs again as soon as Redis is there, busy or not', async (_what, fault) => {
  await using link = await startTcpProxy(server)
  const ended = new Set<string>()
  await using work = startQueueWork(
    server,
    async ({ jobId }) => {
      await delay(jobId.startsWith('slow') ? 500 : 0)
      ended.add(jobId)
    },
    link.port,
  )
  work.worker.resume()
  for (const kind of ['quick', 'slow']) {
    const busy = Array.from({ length: kind === 'slow' ? 8 : 1 }, (_, n) => `${kind}-${n}`)
    for (const jobId of busy) await work.add(jobId)
    await eventually('the first has ended', () => ended.has(busy[0]!))
    await fault(link)
    const startedAt = performance.now()
    await work.add(`${kind}-after`)
    await eventually('all have ended', () => [...busy, `${kind}-after`].every((jobId) => ended.has(jobId)))
    expect(performance.now() - startedAt).toBeLessThan(PAUSE_OF_BULLMQ_MS)
  }
  expect(work.failed).toEqual([])
})

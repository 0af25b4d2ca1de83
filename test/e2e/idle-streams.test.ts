import { readdirSync } from 'node:fs'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { heapBytes, INSPECTED } from '../support/heap.ts'
import { accepted } from '../support/http/client.ts'
import { openIdleStreams } from '../support/http/event-streams.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const STREAMS = 5_000
const ROUNDS = 3
/** What a burst of requests leaves behind in caches of Node's own, whether there were streams or not. */
const NOISE_BYTES = 5 * 2 ** 20

it('5,000 idle streams, opened and dropped three times, leave nothing behind and slow no registration down', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({ store, workers: 0, variables: INSPECTED })
  const { gateway, redis } = registrar
  const client = new Redis(redis.url)
  const connections = async () =>
    String(await client.client('LIST'))
      .trim()
      .split('\n').length
  const subscriptions = () => client.pubsub('NUMSUB', 'registrar:{register}:changes')
  const sockets = () => readdirSync(`/proc/${gateway.child.pid}/fd`).length
  const jobId = await accepted(gateway.url, freshName())
  await p99OfRegistering(gateway.url) // warms up
  const before = { heap: await heapBytes(gateway), connections: await connections(), sockets: sockets() }

  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await p99OfRegistering(gateway.url))
    {
      using _streams = await openIdleStreams(gateway.url, jobId, STREAMS)
      expect(sockets()).toBeGreaterThanOrEqual(STREAMS)
      const bytesEach = ((await heapBytes(gateway)) - before.heap) / STREAMS
      expect(bytesEach).toBeLessThan(16 * 1024) // about 10 KiB measured
      beside.push(await p99OfRegistering(gateway.url))
      expect(await connections()).toBe(before.connections)
      expect(await subscriptions()).toEqual(['registrar:{register}:changes', 1])
    }
    await eventually('every connection is gone', () => sockets() < before.sockets + 20)
  }
  expect((await heapBytes(gateway)) - before.heap).toBeLessThan(NOISE_BYTES)
  expect(median(beside)).toBeLessThan(2 * median(alone) + 20)
  client.disconnect()
})

/** In ms, of 300 registrations, two at a time. */
async function p99OfRegistering(url: string): Promise<number> {
  const tookMs: number[] = []
  const client = async () => {
    while (tookMs.length < 300) {
      const startedAt = performance.now()
      await accepted(url, freshName())
      tookMs.push(performance.now() - startedAt)
    }
  }
  await Promise.all([client(), client()])
  return tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.99)]!
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

import { setTimeout as delay } from 'node:timers/promises'
import { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import { growingPauses } from '@registrar/shared/process/growing-pauses'
import type { Logger } from '@registrar/shared/process/logger'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { type DeliveryQueue, MAX_QUEUED } from '../deliver/delivery-queue.ts'
import { type Endpoint, wants } from '../endpoints/endpoint.ts'
import { groupOf } from './consumer-groups.ts'
import { type Entry, type LostEvents, momentOf, readNext } from './read-entries.ts'

/** Entries at a time: enough for thousands a second, few enough that nothing else waits for them in Redis. */
const BATCH = 200

/** How long to wait for an entry: far below the silence after which a connection counts as dead. */
const BLOCK_MS = 2_000

/** How long to wait for room in the queue. */
const FULL_PAUSE_MS = 250

/** An entry that was read and not acknowledged for this long was read by a notifier that has died. */
const ABANDONED_MS = 5_000

type Deps = {
  /** A connection of its own: it blocks. */
  redis: Redis
  keys: RedisKeys
  endpoint: Endpoint
  /** The name of this notifier among those that share the group. */
  consumer: string
  queue: Pick<DeliveryQueue, 'add' | 'size'>
  isParked(): boolean
  onLost(lost: LostEvents): Promise<void>
  /** The group is not there: this Redis has lost its data. */
  onGroupMissing(): Promise<void>
  shutdown: AbortSignal
  log: Logger
}

type StreamReader = AsyncDisposable & {
  /** Whether the last look found less than it could have taken: what is new arrives no faster than it is moved on. */
  readonly isAtEnd: boolean
}

/**
 * Moves events from the stream into the queue of one endpoint. An entry is acknowledged after it was queued, so a crash in
 * between queues it again, under the same id. With a full queue, or while the endpoint is parked, the rest stays in the
 * stream; one event is always queued, to probe with.
 */
export function startStreamReader(deps: Deps): StreamReader {
  const { redis, keys, endpoint, consumer, queue, shutdown, log } = deps
  const group = groupOf(endpoint.id)
  let isAtEnd = false
  let claimedAt = Number.NEGATIVE_INFINITY

  const take = async (entries: Entry[]) => {
    const events = entries.flatMap(([id, fields]) => {
      const event = fields ? parse(id, fields) : undefined
      return event && wants(endpoint, event.type) ? [event] : []
    })
    if (events.length > 0) await queue.add(events)
    if (entries.length > 0) await redis.xack(keys.outcomes, group, ...entries.map(([id]) => id))
  }
  const parse = (id: string, fields: string[]) => {
    const pairs = Array.from({ length: fields.length / 2 }, (_, n) => [fields[2 * n]!, fields[2 * n + 1]!])
    const event = OutcomeEvent.safeParse(Object.fromEntries(pairs))
    if (!event.success) log.error({ entry: id }, 'skipping an unreadable entry of the outcome stream')
    return event.data
  }
  const takeAbandoned = async (count: number) => {
    if (performance.now() - claimedAt < ABANDONED_MS) return
    claimedAt = performance.now()
    const [, entries, lost] = (await redis.xautoclaim(
      keys.outcomes,
      group,
      consumer,
      ABANDONED_MS,
      '0-0',
      'COUNT',
      count,
    )) as [string, Entry[], string[]]
    // Whether these were queued before their notifier died, nobody knows.
    if (lost.length > 0) await deps.onLost({ events: lost.length, since: momentOf(lost[0]!) })
    if (entries.length > 0)
      log.warn({ endpoint: endpoint.id, entries: entries.length }, 'took over from another notifier')
    await take(entries)
  }
  const readOn = async () => {
    const room = (deps.isParked() ? 1 : MAX_QUEUED) - (await queue.size())
    if (room <= 0) {
      isAtEnd = false
      return delay(FULL_PAUSE_MS, undefined, { signal: shutdown })
    }
    const count = Math.min(room, BATCH)
    await takeAbandoned(count)
    const { lost, entries } = await readNext(redis, keys, { endpointId: endpoint.id, consumer, count })
    if (lost) await deps.onLost(lost)
    isAtEnd = entries.length < count
    await take(entries.length > 0 ? entries : await waitForEntries(count))
  }
  const waitForEntries = async (count: number) => {
    const answer = (await redis.xreadgroup(
      'GROUP',
      group,
      consumer,
      'COUNT',
      count,
      'BLOCK',
      BLOCK_MS,
      'STREAMS',
      keys.outcomes,
      '>',
    )) as [string, Entry[]][] | null
    return answer?.[0]?.[1] ?? []
  }
  const run = async () => {
    while (!shutdown.aborted) {
      for await (const _ of growingPauses(shutdown)) {
        try {
          await readOn()
          break
        } catch (error) {
          if (shutdown.aborted) return
          log.debug({ reason: explainRedisFault(error) }, 'cannot read the outcome stream')
          if (String(error).includes('NOGROUP')) await deps.onGroupMissing().catch(() => {})
        }
      }
    }
  }
  const running = run().catch((error) => {
    if (!shutdown.aborted) throw error
  })

  return {
    get isAtEnd() {
      return isAtEnd
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect() // it may be blocking
      await running
    },
  }
}

import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { Attempt } from '../send/attempt.ts'

const count = z.coerce.number().default(0)
const moment = z.coerce.number().optional()

/** What Redis remembers of one endpoint, for all notifiers and over their restarts. Moments are milliseconds since 1970. */
const EndpointRecord = z.object({
  /** In a row. */
  failures: count,
  lastAnswer: z.string().optional(),
  lastAnswerAt: moment,
  /** Set while it is parked: not tried, except by probes. */
  parkedSince: moment,
  /** `gone`: it said 410, and only an operator resumes it. */
  parkedBecause: z.enum(['failing', 'gone']).optional(),
  /** How many probes were in vain, and when the next is due. */
  probes: count,
  probeAt: moment,
  /** Set from the end of a pause until what had waited is delivered. */
  catchingUpSince: moment,
  /** Events that outlived the stream before they could be delivered. */
  dropped: count,
})
export type EndpointRecord = z.infer<typeof EndpointRecord>

const FAIL = `
redis.call('HSET', KEYS[1], 'lastAnswer', ARGV[1], 'lastAnswerAt', ARGV[2])
return redis.call('HINCRBY', KEYS[1], 'failures', 1)
`
/** True for the first alone of those who park it at the same time. */
const PARK = `
if redis.call('HSETNX', KEYS[1], 'parkedSince', ARGV[1]) == 0 and ARGV[2] ~= 'gone' then return 0 end
redis.call('HSET', KEYS[1], 'parkedBecause', ARGV[2], 'probes', 0, 'probeAt', ARGV[3])
return 1
`
/** The notifier that takes a probe moves the time of the next, so only one of several probes. */
const CLAIM_PROBE = `
if redis.call('HGET', KEYS[1], 'probeAt') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'probeAt', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'probes', 1)
return 1
`

/** The record of one endpoint. */
export function openEndpointRecord(redis: Redis, keys: RedisKeys, endpointId: string) {
  const key = keys.endpoint(endpointId)
  const script = async (lua: string, ...values: (string | number)[]) =>
    (await redis.eval(lua, 1, key, ...values)) as number
  return {
    read: async (): Promise<EndpointRecord> => EndpointRecord.parse(await redis.hgetall(key)),
    /** The end of all failures in a row. */
    succeeded: async ({ answer }: Attempt) =>
      void (await redis.hset(key, { failures: 0, lastAnswer: answer, lastAnswerAt: Date.now() })),
    /** Returns how many failures in a row that makes. */
    failed: ({ answer }: Attempt) => script(FAIL, answer, Date.now()),
    /** Returns whether it was this call that parked it. */
    park: async (because: 'failing' | 'gone', probeAt: number) =>
      (await script(PARK, Date.now(), because, probeAt)) === 1,
    /** Returns whether the probe that was due at `dueAt` is the caller's; the next is then due at `nextAt`. */
    claimProbe: async (dueAt: number, nextAt: number) => (await script(CLAIM_PROBE, dueAt, nextAt)) === 1,
    postponeProbe: async (until: number) => void (await redis.hset(key, { probeAt: until })),
    /** As if it had never failed; what waits is to follow. */
    async unpark() {
      await redis
        .multi()
        .hdel(key, 'parkedSince', 'parkedBecause', 'probes', 'probeAt')
        .hset(key, { failures: 0, catchingUpSince: Date.now() })
        .exec()
    },
    caughtUp: async () => void (await redis.hdel(key, 'catchingUpSince')),
    dropped: async (events: number) => void (await redis.hincrby(key, 'dropped', events)),
  }
}
export type OpenEndpointRecord = ReturnType<typeof openEndpointRecord>

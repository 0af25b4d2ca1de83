import { createHmac } from 'node:crypto'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis, Result } from 'ioredis'
import { queueUnavailable } from '../http/queue-unavailable.ts'
import { refuse } from '../http/refuse.ts'

/** The ids of the one registration that a key stands for. */
type Claim = { jobId: string; userId: string }

type ClaimResult = Claim & {
  /** True when the registration has been accepted before: nothing is left to do. */
  isAccepted: boolean
}

/**
 * Binds keys to registrations: draft-ietf-httpapi-idempotency-key-header. The record holds ids and a keyed digest of
 * the content, nothing that a password could be guessed from without the gateways' secret.
 */
export type Idempotency = {
  /** @throws Refusal idempotency_key_reused for other content, queue_unavailable */
  claim(key: string, content: unknown, fresh: Claim): Promise<ClaimResult>
}

/**
 * A key is bound by the registration it led to, not by the attempt: a claim whose attempt died or was refused before
 * anything was queued stands for that long only (the attempt itself may take 1 s), then other content may have the key.
 */
const UNFULFILLED_CLAIM_MS = 3_000

// Atomic, because a hundred requests with one key may come at once through several gateways.
// KEYS: the record, the prefixes of job and outcome. ARGV: job id, user id, digest, time to live in seconds, patience.
const CLAIM = `
local function accepted(jobId)
  return redis.call('EXISTS', KEYS[2] .. jobId) == 1 or redis.call('EXISTS', KEYS[3] .. jobId) == 1
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'jobId', 'userId', 'digest', 'claimedAt')
if held[1] then
  local isAccepted = accepted(held[1])
  if held[3] == ARGV[3] then return {held[1], held[2], isAccepted and 1 or 0} end
  if isAccepted or now - held[4] < tonumber(ARGV[5]) then return false end
end
redis.call('HSET', KEYS[1], 'jobId', ARGV[1], 'userId', ARGV[2], 'digest', ARGV[3], 'claimedAt', now)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return {ARGV[1], ARGV[2], 0}
`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    claimIdempotencyKey(...args: (string | number)[]): Result<[string, string, number] | null, Context>
  }
}

type Options = { redis: Redis; keys: RedisKeys; secret: Buffer; ttlSeconds: number }

export function createIdempotency({ redis, keys, secret, ttlSeconds }: Options): Idempotency {
  redis.defineCommand('claimIdempotencyKey', { numberOfKeys: 3, lua: CLAIM })
  const digestOf = (purpose: string, text: string) =>
    createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('base64url')

  return {
    async claim(key, content, fresh) {
      const record = keys.idempotency(digestOf('idempotency-key', key))
      const digest = digestOf('idempotency-content', JSON.stringify(content))
      const held = await redis
        .claimIdempotencyKey(
          record,
          keys.job(''),
          keys.outcome(''),
          fresh.jobId,
          fresh.userId,
          digest,
          ttlSeconds,
          UNFULFILLED_CLAIM_MS,
        )
        .catch((cause) => {
          throw queueUnavailable(cause)
        })
      if (!held) throw refuse('idempotency_key_reused', 'Use a new key for a different registration.')
      return { jobId: held[0], userId: held[1], isAccepted: held[2] === 1 }
    },
  }
}

/**
 * Reads the header: a string of RFC 8941, 3.3.3, of 1 to 255 visible ASCII characters. Undefined when it is not there.
 * @throws Refusal invalid_idempotency_key
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const [, quoted] = /^\s*"((?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"\s*$/.exec(header) ?? []
  if (quoted === undefined)
    throw refuse(
      'invalid_idempotency_key',
      'Send 1 to 255 visible ASCII characters in double quotes, such as "a-uuid".',
    )
  return quoted.replace(/\\(["\\])/g, '$1')
}

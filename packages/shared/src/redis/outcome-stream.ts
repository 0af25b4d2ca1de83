import type { Redis } from 'ioredis'
import type { Outcome } from '../contract/outcome.ts'
import type { OutcomeEvent } from '../contract/outcome-event.ts'
import { registrationEnded } from '../telemetry/observations.ts'
import type { RedisKeys } from './keys.ts'

/**
 * Outcome, entry and announcement in one step: a crash leaves all of them or none, and a repeated delivery finds the
 * outcome and adds nothing. Without an outcome (ARGV[3] is empty) the entry is added each time. The entry comes first: if
 * Redis denies it, nothing was written and the next try starts afresh. Trimming is exact and by age alone. Announcing is
 * only a nudge: a Redis that denies it has still taken the rest.
 */
const SCRIPT = `
local isFirst = ARGV[3] == '' or redis.call('EXISTS', KEYS[1]) == 0
if isFirst then
  local now = redis.call('TIME')
  local oldest = now[1] * 1000 + math.floor(now[2] / 1000) - ARGV[5] * 1000
  redis.call('XADD', KEYS[2], 'MINID', '=', string.format('%.0f', math.max(oldest, 0)), '*', unpack(ARGV, 6))
  if ARGV[3] ~= '' then redis.call('SET', KEYS[1], ARGV[3], 'EX', ARGV[4]) end
end
redis.pcall('PUBLISH', ARGV[1], ARGV[2])
return isFirst and 1 or 0
`

type Options = {
  redis: Redis
  keys: RedisKeys
  /** How long an outcome can be read. */
  ttlSeconds: number
  /** How long entries of the stream are kept. */
  streamSeconds: number
}

/** Where outcomes are written, for clients that ask and for systems that listen. */
export type OutcomeStream = {
  /** Writes the outcome and its entry, once: false when the registration already had an outcome, which then stands. */
  end(outcome: Outcome, event: OutcomeEvent): Promise<boolean>
  /** Adds an entry for a registration that has no outcome to write: it is about to fail. */
  append(event: OutcomeEvent): Promise<void>
}

export function createOutcomeStream({ redis, keys, ttlSeconds, streamSeconds }: Options): OutcomeStream {
  redis.defineCommand('writeOutcome', { numberOfKeys: 2, lua: SCRIPT })
  const { writeOutcome } = redis as unknown as { writeOutcome(...values: (string | number)[]): Promise<number> }
  const write = (outcome: string, event: OutcomeEvent) =>
    writeOutcome.call(
      redis,
      keys.outcome(event.jobId),
      keys.outcomes,
      keys.changes,
      event.jobId,
      outcome,
      ttlSeconds,
      streamSeconds,
      ...Object.entries(event).flatMap(([field, value]) => (value === undefined ? [] : [field, value])),
    )
  return {
    async end(outcome, event) {
      const isFirst = (await write(JSON.stringify(outcome), event)) === 1
      if (isFirst) registrationEnded.publish(event)
      return isFirst
    },
    async append(event) {
      await write('', event)
      registrationEnded.publish(event)
    },
  }
}

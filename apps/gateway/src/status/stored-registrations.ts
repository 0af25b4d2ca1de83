import { gatherPerTurn } from '@registrar/shared/process/gather-per-turn'
import { JOB_FIELDS, type RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis, Result } from 'ioredis'

// KEYS: the job and the outcome of each registration. ARGV: fields of a job. Returns these fields and the outcome of each.
const READ = `
local found = {}
for n = 1, #KEYS, 2 do
  local one = redis.call('HMGET', KEYS[n], unpack(ARGV))
  one[#ARGV + 1] = redis.call('GET', KEYS[n + 1])
  found[(n + 1) / 2] = one
end
return found`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    readRegistrations(...args: (string | number)[]): Result<(string | null)[][], Context>
  }
}

/** What Redis has of a registration: of its job, while there is one, in ms since 1970; its outcome, once there is one, as JSON. */
export type StoredRegistration = Record<'added' | 'started' | 'finished' | 'outcome', string | null | undefined>

const FIELDS = [JOB_FIELDS.createdAt, JOB_FIELDS.startedAt, JOB_FIELDS.finishedAt]

/** Reads one registration; all that are asked for in one turn of the event loop in one command. Throws what Redis answers. */
export function createStoredRegistrations(
  redis: Redis,
  keys: RedisKeys,
): (jobId: string) => Promise<StoredRegistration> {
  redis.defineCommand('readRegistrations', { lua: READ })
  return gatherPerTurn(async (jobIds: string[]) => {
    const read = jobIds.flatMap((jobId) => [keys.job(jobId), keys.outcome(jobId)])
    const found = await redis.readRegistrations(read.length, ...read, ...FIELDS)
    return found.map(([added, started, finished, outcome]) => ({ added, started, finished, outcome }))
  })
}

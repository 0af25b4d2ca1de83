import { gatherPerTurn } from '@registrar/shared/process/gather-per-turn'
import type { Redis, Result } from 'ioredis'

/**
 * KEYS: for each request its count and its job. ARGV: the length of the window in ms, how many requests it lets in.
 *
 * Adds 1 to each count, which starts again after the window, and returns for each the count and the ms that are left to
 * it. Of a request too many the job's key is taken, so that BullMQ, for which a job whose key exists is a duplicate, does
 * not add it. All this goes to no file and no replica, so that no request waits for a disk because of it: lost with
 * Redis, it lets a client start again a minute early. A server that does not allow this writes it like anything else.
 */
const COUNT = `
pcall(function() redis.replicate_commands() redis.set_repl(redis.REPL_NONE) end)
local windowMs = tonumber(ARGV[1])
local counts = {}
for n = 1, #KEYS, 2 do
  local count = redis.call('INCR', KEYS[n])
  local msLeft = count > 1 and redis.call('PTTL', KEYS[n]) or -1
  if msLeft < 0 then
    msLeft = windowMs
    redis.call('PEXPIRE', KEYS[n], windowMs)
  end
  if count > tonumber(ARGV[2]) and KEYS[n + 1] ~= KEYS[n] then
    redis.call('HSET', KEYS[n + 1], 'refused', 1)
    redis.call('PEXPIRE', KEYS[n + 1], windowMs)
  end
  counts[n] = count
  counts[n + 1] = msLeft
end
return counts
`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countRequests(...args: (string | number)[]): Result<number[], Context>
  }
}

/** How many requests there were in this window, the one counted among them, and when it ends, in ms from now. */
type RequestCount = { requests: number; msLeft: number }

type Counting = {
  /** Resolves once the count is on its way: Redis does after it what it is sent from then on. */
  sent: Promise<void>
  /** @throws what Redis answers */
  counted: Promise<RequestCount>
}

/** Counts a request under `key`. Given the key of its job, the job of a request too many is not added. */
export type CountRequest = (key: string, jobKey?: string) => Counting

/** Counts in windows of `windowMs`, each of which begins with a request, and lets in `limit` of each. */
export function createRequestCounts(
  redis: Redis,
  { windowMs, limit }: { windowMs: number; limit: number },
): CountRequest {
  redis.defineCommand('countRequests', { lua: COUNT })
  const count = gatherPerTurn(async (turn: { keys: [string, string]; sent(): void }[]) => {
    const keys = turn.flatMap(({ keys }) => keys)
    const answer = redis.countRequests(keys.length, ...keys, windowMs, limit)
    for (const { sent } of turn) sent()
    const counts = await answer
    return turn.map((_, n): RequestCount => ({ requests: counts[2 * n]!, msLeft: counts[2 * n + 1]! }))
  })

  return (key, jobKey = key) => {
    const sent = Promise.withResolvers<void>()
    return { counted: count({ keys: [key, jobKey], sent: sent.resolve }), sent: sent.promise }
  }
}

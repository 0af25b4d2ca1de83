import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { keys } from './operator.ts'

/** Few enough not to hold up other clients of Redis, enough that 100,000 take a hundred round trips. */
export const PAGE = 1_000

/**
 * The failed jobs at the ranks ARGV[1] to ARGV[2], newest first, that failed for the reason ARGV[4]; an empty one
 * matches any. Before them it returns how many it has looked at. ARGV[3] is what the keys of jobs begin with.
 */
const FAILED = `
local page = redis.call('ZREVRANGE', KEYS[1], ARGV[1], ARGV[2])
local found = {#page}
for _, jobId in ipairs(page) do
  if ARGV[4] == '' or redis.call('HGET', ARGV[3] .. jobId, '${JOB_FIELDS.failureCode}') == ARGV[4] then found[#found + 1] = jobId end
end
return found
`

/** Ids of failed registrations, newest first, in pages that Redis has filtered by `reason`. */
export async function* failedJobs(redis: Redis, reason = ''): AsyncGenerator<string[]> {
  for (let rank = 0; ; rank += PAGE) {
    const page = await redis.eval(FAILED, 1, keys.failed, rank, rank + PAGE - 1, keys.job(''), reason)
    const [seen, ...jobIds] = page as [number, ...string[]]
    yield jobIds
    if (seen < PAGE) return
  }
}

/** Ids of registrations that no worker has taken yet, in pages: the next one first. */
export async function* waitingJobs(redis: Redis): AsyncGenerator<string[]> {
  for (let seen = 0; ; seen += PAGE) {
    const page = await redis.lrange(keys.wait, -seen - PAGE, -seen - 1) // workers take from the end
    yield page.toReversed()
    if (page.length < PAGE) break
  }
  yield redis.zrange(keys.delayed, '0', `${PAGE - 1}`) // there are hardly ever any
}

/** Ids of registrations that workers have taken: as many as are in flight, so one page. */
export async function* activeJobs(redis: Redis): AsyncGenerator<string[]> {
  yield (await redis.lrange(keys.active, 0, -1)).toReversed()
}

/** At most `limit` ids of `pages`, page by page. */
export async function* atMost(limit: number, pages: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  let left = limit
  for await (const page of pages) {
    yield page.slice(0, left)
    left -= page.length
    if (left <= 0) return
  }
}

import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'

/** Each endpoint reads the stream at its own pace: while it is parked, what it has missed waits there at no cost. */
export const groupOf = (endpointId: string) => `webhooks:${endpointId}`

/**
 * Makes the groups that are missing. On a Redis that has seen no notifier, and whose stream still has its first entry, they
 * begin with that one: a registration that ended before the notifier had started is not missed. Else they begin at ARGV[1],
 * when the endpoints came into the file. How many entries lie before the beginning is noted, for the count of what is
 * yet to come.
 */
const MAKE_GROUPS = `
local stream, added, length, isNew = KEYS[1], 0, 0, true
if redis.call('EXISTS', stream) == 1 then
  local info = redis.call('XINFO', 'STREAM', stream)
  for n = 1, #info, 2 do
    if info[n] == 'length' then length = info[n + 1] end
    if info[n] == 'entries-added' then added = info[n + 1] end
  end
  isNew = added == length
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    if string.sub(group[2], 1, 9) == 'webhooks:' then isNew = false end
  end
end
local start, read = '0', 0
if not isNew then
  start, read = ARGV[1], added
  local from = '(' .. start
  repeat
    local page = redis.call('XRANGE', stream, from, '+', 'COUNT', 1000)
    read = read - #page
    if #page > 0 then from = '(' .. page[#page][1] end
  until #page < 1000
end
for n = 2, #ARGV do
  redis.pcall('XGROUP', 'CREATE', stream, ARGV[n], start, 'MKSTREAM', 'ENTRIESREAD', read)
end
`

/** Makes sure that each endpoint has its place in the stream. `since`: when the file of endpoints was last changed. */
export async function makeGroups(redis: Redis, keys: RedisKeys, endpointIds: string[], since: Date): Promise<void> {
  await redis.eval(MAKE_GROUPS, 1, keys.outcomes, `${since.getTime()}-0`, ...endpointIds.map(groupOf))
}

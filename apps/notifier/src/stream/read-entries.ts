import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { groupOf } from './consumer-groups.ts'

/** An entry of the stream; one that has left it while it was pending has no fields. */
export type Entry = [id: string, fields: string[] | null]

/** Events that have left the stream, by their age, before an endpoint got them. */
export type LostEvents = {
  events: number
  /** None of them happened before this moment. */
  since: Date
}

/** Moves the group ARGV[1] past the entries that have left the stream before it came to them, and counts those. */
const SKIP_LOST = `
local stream = KEYS[1]
local function skipLost()
  if redis.call('EXISTS', stream) == 0 then return 0, false end
  local length, added = 0, 0
  local info = redis.call('XINFO', 'STREAM', stream)
  for n = 1, #info, 2 do
    if info[n] == 'length' then length = info[n + 1] end
    if info[n] == 'entries-added' then added = info[n + 1] end
  end
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local name, read, last
    for n = 1, #group, 2 do
      if group[n] == 'name' then name = group[n + 1] end
      if group[n] == 'entries-read' then read = group[n + 1] end
      if group[n] == 'last-delivered-id' then last = group[n + 1] end
    end
    if name == ARGV[1] and read and read < added - length then
      local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
      local position = last
      if first then
        local ms, sequence = string.match(first[1], '(%d+)-(%d+)')
        position = tonumber(sequence) > 0 and ms .. '-' .. string.format('%.0f', sequence - 1)
          or string.format('%.0f', ms - 1) .. '-18446744073709551615'
      end
      redis.call('XGROUP', 'SETID', stream, name, position, 'ENTRIESREAD', added - length)
      return added - length - read, last
    end
  end
  return 0, false
end
local lost, after = skipLost()
`

/**
 * In the same step as the reading: what Redis counts as read tells nothing of what is lost once an entry behind it has
 * been read.
 */
const READ_NEXT = `${SKIP_LOST}
return {lost, after, redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', stream, '>')}
`

/** Moves an endpoint past what it has lost, which is then counted once. */
export async function skipLost(redis: Redis, keys: RedisKeys, endpointId: string): Promise<LostEvents | undefined> {
  const lost = await redis.eval(`${SKIP_LOST} return {lost, after}`, 1, keys.outcomes, groupOf(endpointId))
  return lostEvents(lost as [number, string])
}

/**
 * Reads up to `count` entries that no notifier has read for this endpoint; does not wait for one.
 * @throws ReplyError NOGROUP: this Redis has lost its data
 */
export async function readNext(
  redis: Redis,
  keys: RedisKeys,
  { endpointId, consumer, count }: { endpointId: string; consumer: string; count: number },
): Promise<{ lost: LostEvents | undefined; entries: Entry[] }> {
  const [lost, after, streams] = (await redis.eval(
    READ_NEXT,
    1,
    keys.outcomes,
    groupOf(endpointId),
    consumer,
    count,
  )) as [number, string, [string, Entry[]][] | null]
  return { lost: lostEvents([lost, after]), entries: streams?.[0]?.[1] ?? [] }
}

const lostEvents = ([events, after]: [number, string]) => (events > 0 ? { events, since: momentOf(after) } : undefined)

/** An id begins with the milliseconds since 1970 at which its entry was added. */
export const momentOf = (entryId: string) => new Date(Number.parseInt(entryId, 10))

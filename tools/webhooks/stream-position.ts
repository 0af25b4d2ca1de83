import type { Redis } from 'ioredis'
import { groupOf } from '../../apps/notifier/src/stream/consumer-groups.ts'
import { keys } from './operator.ts'

type Entry = [id: string, fields: string[]]

const PAGE = 1_000

/** Where an endpoint stands in the outcome stream; undefined before a notifier has first served it. */
export async function positionOf(redis: Redis, endpointId: string) {
  const groups = (await redis.xinfo('GROUPS', keys.outcomes).catch(() => [])) as unknown[][]
  const group = groups.map(named).find(({ name }) => name === groupOf(endpointId))
  return group && { lastRead: String(group['last-delivered-id']), lag: group['lag'] as number | null }
}

/** How many entries were ever added to the stream, and the id of the last. */
export async function endOfStream(redis: Redis) {
  const info = named((await redis.xinfo('STREAM', keys.outcomes).catch(() => [])) as unknown[])
  return { added: Number(info['entries-added'] ?? 0), lastId: String(info['last-generated-id'] ?? '0-0') }
}

/** The entries of the stream from `from` to `to`, both as XRANGE takes them, in pages. */
export async function* pages(redis: Redis, from: string, to: string): AsyncGenerator<Entry[]> {
  for (let start = from; ; ) {
    const page = (await redis.xrange(keys.outcomes, start, to, 'COUNT', PAGE)) as Entry[]
    if (page.length > 0) yield page
    if (page.length < PAGE) return
    start = `(${page.at(-1)![0]}`
  }
}

/** One field of an entry. */
export const fieldOf = ([, fields]: Entry, name: string): string | undefined => {
  const at = fields.findIndex((field, n) => n % 2 === 0 && field === name)
  return at < 0 ? undefined : fields[at + 1]
}

/** Redis answers with names and values in turn. */
const named = (answer: unknown[]): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: answer.length / 2 }, (_, n) => [String(answer[2 * n]), answer[2 * n + 1]]))

import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import { answerJson } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { User, UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { z } from 'zod'
import { at, invalidRequest, shapeFaults } from '../http/invalid-request.ts'
import { fromStore } from '../http/unavailable.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { isUserId } from './user-id.ts'
import { viewOf } from './user-view.ts'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000
const MAX_IDS = 100

const LIMIT = `a whole number from 1 to ${MAX_LIMIT}`
const limit = z
  .string()
  .regex(/^\d{1,4}$/, LIMIT)
  .transform(Number)
  .refine((number) => number >= 1 && number <= MAX_LIMIT, LIMIT)
const after = z.string().transform((text, context) => {
  const cursor = readCursor(text)
  if (!cursor) context.addIssue({ code: 'custom', message: 'the "next" of an earlier answer' })
  return cursor
})
const ids = z
  .string()
  .transform((text) => text.split(','))
  .refine((list) => list.length <= MAX_IDS, `at most ${MAX_IDS} ids`)
  .refine((list) => list.every(isUserId), 'user ids separated by commas')

const ByName = z.strictObject({ username: z.string() })
const ByIds = z.strictObject({ ids })
const Page = z.strictObject({ limit: limit.optional(), after: after.optional() })

type ListDeps = { store: Pick<UserStore, 'findByName' | 'findMany' | 'page'> }

/** `GET /users`: by name, by ids, or page by page. */
export const listUsers =
  ({ store }: ListDeps) =>
  async (c: Context<HttpEnv>) => {
    const query = queryOf(c)
    if ('username' in query) {
      const user = await fromStore(store.findByName(canonicalUsername(read(ByName, query).username)))
      return answerUsers(c, user ? [user] : [])
    }
    if ('ids' in query) return answerUsers(c, await fromStore(store.findMany(read(ByIds, query).ids)))
    const { limit = DEFAULT_LIMIT, after } = read(Page, query)
    const users = await fromStore(store.page({ after, limit }))
    return answerUsers(c, users, users.length === limit ? writeCursor(users.at(-1)!) : undefined)
  }

const answerUsers = (c: Context<HttpEnv>, users: User[], next?: string) =>
  answerJson(c, 200, { users: users.map(viewOf), ...(next && { next }) })

/** Each parameter once. @throws Refusal invalid_request */
function queryOf(c: Context): Record<string, string> {
  const all = Object.entries(c.req.queries())
  const twice = all.filter(([, values]) => values.length > 1)
  if (twice.length > 0)
    throw invalidRequest(
      twice.map(([name]) => at(name, { code: 'wrong_type', detail: 'Send this parameter only once.' })),
    )
  return Object.fromEntries(all.map(([name, [value = '']]) => [name, value]))
}

function read<S extends z.ZodType>(schema: S, query: Record<string, string>): z.infer<S> {
  const parsed = schema.safeParse(query)
  if (!parsed.success) throw invalidRequest(shapeFaults(parsed.error, query))
  return parsed.data
}

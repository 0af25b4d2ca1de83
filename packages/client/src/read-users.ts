import type { Call, CallOptions } from './calls.ts'
import type { User, UserPage } from './contract.ts'
import { readUserPage, readVersion, type VersionedUser } from './read-user.ts'

export type ListOptions = CallOptions & {
  /** Users a page, from 1 to 1,000; 100 by default. */
  limit?: number | undefined
  /** The `next` of an earlier page: where to go on. */
  after?: string | undefined
}

/** Reads users, with a key that has the scope `users:read`. */
export type UserReads = {
  /** @throws RegistrarError `not_found` when no user has this id */
  get(userId: string, options?: CallOptions): Promise<VersionedUser>
  /** The user with this name, in any spelling; undefined when there is none. */
  find(username: string, options?: CallOptions): Promise<User | undefined>
  /** Those that exist of any number of ids, in no order. */
  getMany(userIds: readonly string[], options?: CallOptions): Promise<User[]>
  /** All users, oldest first, each once however many are added meanwhile. */
  list(options?: ListOptions): AsyncGenerator<User, void, undefined>
  /** The same page by page. A later walk can go on after the `next` of a page, which the last one lacks. */
  pages(options?: ListOptions): AsyncGenerator<UserPage, void, undefined>
}

/** As many as the directory takes at once. */
const MOST_IDS = 100

export const pathOf = (userId: string): string => `/users/${encodeURIComponent(userId)}`

export function createUserReads(call: Call): UserReads {
  const page = (query: Record<string, string>, options?: CallOptions) =>
    call(options, async (send) => readUserPage((await send(`/users?${new URLSearchParams(query)}`)).text))

  async function* pages({ limit = 100, after, ...options }: ListOptions = {}) {
    for (let next = after; ; ) {
      const read = await page({ limit: `${limit}`, ...(next && { after: next }) }, options)
      yield read
      next = read.next
      if (!next) return
    }
  }

  return {
    get: (userId, options) => call(options, async (send) => readVersion(await send(pathOf(userId)), userId)),
    find: async (username, options) => (await page({ username }, options)).users[0],
    async getMany(userIds, options) {
      const found: User[] = []
      for (let from = 0; from < userIds.length; from += MOST_IDS)
        found.push(...(await page({ ids: userIds.slice(from, from + MOST_IDS).join() }, options)).users)
      return found
    },
    pages,
    async *list(options) {
      for await (const { users } of pages(options)) yield* users
    },
  }
}

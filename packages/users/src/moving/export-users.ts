import type { User, UserStore } from '../user-store.ts'

const PAGE = 1_000

/**
 * All users as lines that `importUsers` reads, oldest first, some at a time; with `withHashes` it reads them back to the
 * same users. Each user that is there from beginning to end is in it once, as it is when its page is read. Users who
 * sign up meanwhile may be in it or not.
 */
export async function* exportUsers(
  store: Pick<UserStore, 'page'>,
  { withHashes }: { withHashes: boolean },
): AsyncGenerator<{ text: string; users: number }> {
  let page = await store.page({ limit: PAGE })
  while (page.length > 0) {
    const text = page.map((user) => `${JSON.stringify(rowOf(user, withHashes))}\n`).join('')
    yield { text, users: page.length }
    page = await store.page({ after: page.at(-1), limit: PAGE })
  }
}

const rowOf = (
  { userId, username, createdAt, updatedAt, passwordChangedAt, disabled, passwordHash }: User,
  withHashes: boolean,
) => ({
  id: userId,
  username,
  ...(withHashes && { passwordHash }),
  createdAt,
  updatedAt,
  passwordChangedAt,
  disabled,
})

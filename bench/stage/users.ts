import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { openUserStore } from '@registrar/users/stores/open-user-store'

export const PASSWORD = 'correct horse battery staple'

/** Adds `count` users with `PASSWORD`, all with one hash, to the embedded store in `folder`; returns them. */
export async function addUsers(folder: string, count: number): Promise<{ userId: string; username: string }[]> {
  const { hash } = await createPasswordHasher({ memoryKib: 19_456, timeCost: 2, parallelism: 1 })
  const passwordHash = await hash(Buffer.from(PASSWORD))
  await using store = await openUserStore({ DATA_DIR: folder })
  await store.prepare()
  const users = Array.from({ length: count }, (_, n) => ({ userId: randomUUID(), username: `known${n}` }))
  const createdAt = new Date()
  await store.insertMany(users.map((user) => ({ ...user, usernameKey: user.username, passwordHash, createdAt })))
  return users
}

/** Adds `count` users to the embedded store in `folder` as fast as SQLite can: in one statement, past our code. */
export function addManyUsers(folder: string, count: number): void {
  using database = new DatabaseSync(join(folder, 'registrar.db'))
  database
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO users (_id, username, usernameKey, passwordHash, createdAt)
       SELECT printf('00000000-0000-4000-8000-%012d', i), 'User' || i, 'user' || i,
         '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g',
         strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i / 100.0, 'unixepoch')
       FROM n`,
    )
    .run(count)
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { User, UserStore } from '../user-store.ts'
import { isNoDatabase, isViolation, translatingFaults } from './sqlite-faults.ts'
import { migrate, refuseNewerSchema } from './sqlite-schema.ts'

/**
 * How long a worker waits for another one's transaction. It blocks the event loop, so it must stay far below the
 * lock time of a job; a transaction here takes about 0.1 ms.
 */
const BUSY_TIMEOUT_MS = 1_000

const PRAGMAS = `
  PRAGMA journal_mode = WAL;    -- readers and one writer at a time, in any number of processes
  PRAGMA synchronous = FULL;    -- a user that was reported as created survives a power cut`

/** The embedded store: `registrar.db` in `folder`, shared by the workers of one machine. */
export function createSqliteUserStore(folder: string): UserStore {
  let opened: ReturnType<typeof open> | undefined
  const connected = () => {
    opened ??= open(folder)
    return opened
  }

  return {
    prepare: async () => translatingFaults(() => migrate(connected().database)),

    insert: async (user) =>
      translatingFaults(() => {
        const { insert, holderOf } = connected()
        try {
          insert.run(rowOf(user))
          return 'created'
        } catch (error) {
          if (!isViolation(error)) throw error
          return holderOf.get(user.usernameKey)?.['_id'] === user.userId ? 'created' : 'taken'
        }
      }),

    find: async (userId) =>
      translatingFaults(() => {
        const row = connected().find.get(userId)
        return row && userOf(row as UserRow)
      }),

    createdSince: async (since, { afterId, limit }) =>
      translatingFaults(() => {
        const rows = connected().createdSince.all(afterId, since.toISOString(), limit)
        return rows.map((row) => userOf(row as UserRow))
      }),

    async [Symbol.asyncDispose]() {
      opened?.database.close()
      opened = undefined
    },
  }
}

/**
 * Opens the file, brings it to this release's schema and compiles each statement once.
 * @throws ConfigurationError when `folder` can be none, or its file is something else
 */
function open(folder: string) {
  makeFolder(folder)
  const database = new DatabaseSync(join(folder, 'registrar.db'), { timeout: BUSY_TIMEOUT_MS })
  try {
    refuseNewerSchema(database) // before the first statement that could write
    database.exec(PRAGMAS)
    migrate(database)
    return {
      database,
      insert: database.prepare(
        `INSERT INTO users (_id, username, usernameKey, passwordHash, jobId, createdAt)
         VALUES ($_id, $username, $usernameKey, $passwordHash, $jobId, $createdAt)`,
      ),
      holderOf: database.prepare('SELECT _id FROM users WHERE usernameKey = ?'),
      find: database.prepare(
        'SELECT _id, username, usernameKey, passwordHash, jobId, createdAt FROM users WHERE _id = ?',
      ),
      createdSince: database.prepare(
        `SELECT _id, username, usernameKey, passwordHash, jobId, createdAt FROM users
         WHERE _id > ? AND createdAt >= ? ORDER BY _id LIMIT ?`,
      ),
    }
  } catch (error) {
    database.close()
    throw isNoDatabase(error) ? unusable(folder, 'has a registrar.db that is not an SQLite database') : error
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(folder, `cannot be a folder (${(error as NodeJS.ErrnoException).code})`)
  }
}

const unusable = (folder: string, why: string) =>
  new ConfigurationError(`DATA_DIR is "${folder}", which ${why}; set it to another folder.`)

type UserRow = Omit<User, 'userId' | 'createdAt'> & { _id: string; createdAt: string }

const rowOf = ({ userId, createdAt, ...rest }: User): UserRow => ({
  _id: userId,
  ...rest,
  createdAt: createdAt.toISOString(),
})

const userOf = ({ _id, createdAt, ...rest }: UserRow): User => ({
  userId: _id,
  ...rest,
  createdAt: new Date(createdAt),
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailableError, type User, type UserStore } from '../user-store.ts'

/**
 * How long a worker waits for another one's transaction. It blocks the event loop, so it must stay far below the
 * lock time of a job; a transaction here takes about 0.1 ms.
 */
const BUSY_TIMEOUT_MS = 1_000

// sqlite.org/rescode.html: extended codes of the two violations, primary codes (low byte) of all else.
const CONSTRAINT_PRIMARYKEY = 1555
const CONSTRAINT_UNIQUE = 2067
const CODES_OF_ABSENCE = new Map([
  [5, 'the file is locked by another process'],
  [6, 'the table is locked'],
  [8, 'the file is read-only'],
  [10, 'the disk reports an error'],
  [13, 'the disk is full: free some space'],
  [14, 'the file cannot be opened'],
])

const SCHEMA = `
  PRAGMA journal_mode = WAL;    -- readers and one writer at a time, in any number of processes
  PRAGMA synchronous = FULL;    -- a user that was reported as created survives a power cut
  CREATE TABLE IF NOT EXISTS users (
    _id TEXT PRIMARY KEY, username TEXT NOT NULL, usernameKey TEXT NOT NULL UNIQUE,
    passwordHash TEXT NOT NULL, jobId TEXT NOT NULL, createdAt TEXT NOT NULL
  ) STRICT;`

/** The embedded store: `registrar.db` in `folder`, shared by the workers of one machine. */
export function createSqliteUserStore(folder: string): UserStore {
  let database: DatabaseSync | undefined

  const open = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const opened = new DatabaseSync(join(folder, 'registrar.db'), { timeout: BUSY_TIMEOUT_MS })
    opened.exec(SCHEMA)
    return opened
  }
  const connected = () => {
    database ??= open()
    return database
  }
  const holderOf = (usernameKey: string) =>
    connected().prepare('SELECT _id FROM users WHERE usernameKey = ?').get(usernameKey) as { _id: string } | undefined

  return {
    // A write, because a disk that is full and a file that is locked can still be read.
    prepare: async () => answering(() => connected().exec('PRAGMA user_version = 1')),

    async insert(user) {
      return answering(() => {
        try {
          connected()
            .prepare('INSERT INTO users VALUES (?, ?, ?, ?, ?, ?)')
            .run(
              user.userId,
              user.username,
              user.usernameKey,
              user.passwordHash,
              user.jobId,
              user.createdAt.toISOString(),
            )
          return 'created'
        } catch (error) {
          if (!isViolation(error)) throw error
          return holderOf(user.usernameKey)?._id === user.userId ? 'created' : 'taken'
        }
      })
    },

    find: async (userId) =>
      answering(() => {
        const row = connected().prepare('SELECT * FROM users WHERE _id = ?').get(userId)
        return row && userOf(row as StoredUser)
      }),

    async [Symbol.asyncDispose]() {
      database?.close()
      database = undefined
    },
  }
}

type StoredUser = Omit<User, 'userId' | 'createdAt'> & { _id: string; createdAt: string }

const userOf = ({ _id, createdAt, ...rest }: StoredUser): User => ({
  userId: _id,
  ...rest,
  createdAt: new Date(createdAt),
})

const codeOf = (error: unknown) => (error as { errcode?: number }).errcode ?? 0
const isViolation = (error: unknown) => [CONSTRAINT_PRIMARYKEY, CONSTRAINT_UNIQUE].includes(codeOf(error))

/** Runs `work`; what says that the file cannot be used for now becomes StoreUnavailableError. */
function answering<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const reason = CODES_OF_ABSENCE.get(codeOf(error) & 0xff)
    throw reason ? new StoreUnavailableError(`SQLite: ${reason}`) : error
  }
}

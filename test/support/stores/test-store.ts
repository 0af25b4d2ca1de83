import { DatabaseSync } from 'node:sqlite'
import { type Db, MongoClient } from 'mongodb'
import { temporaryFolder } from '../temporary-folder.ts'

/** The stored columns, as another program would read them. */
export type UserRow = FirstReleaseRow & {
  updatedAt?: Date | string | null
  disabled?: boolean | number | null
  passwordChangedAt?: Date | string | null
  version?: number | null
  /** Of a name in quarantine, which has nothing else but its key. */
  reservedUntil?: Date | string | null
}

/** Those that the first release had. */
type FirstReleaseRow = {
  _id: string
  username: string
  usernameKey: string
  passwordHash: string
  jobId: string
  createdAt: Date | string
}

/** A store for one test: the settings that choose it, and a view of it that does not pass through our code. */
export type TestStore = AsyncDisposable & {
  settings: { DATA_DIR: string; MONGODB_URI?: string }
  rows(): Promise<UserRow[]>
  schemaVersion(): Promise<number | undefined>
  /** Marks the store as one of another release. */
  setSchemaVersion(version: number): Promise<void>
  /** Makes what the first release left behind, which recorded no version of its schema: `row` and the unique index. */
  makeUnversioned(row: FirstReleaseRow): Promise<void>
}

/** An embedded store in a folder of its own. */
export async function sqliteStore(): Promise<TestStore> {
  const folder = temporaryFolder()
  return {
    settings: { DATA_DIR: folder.path },
    rows: async () => sqliteRows(folder.path),
    async schemaVersion() {
      using database = new DatabaseSync(`${folder.path}/registrar.db`, { readOnly: true })
      return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version
    },
    async setSchemaVersion(version) {
      using database = new DatabaseSync(`${folder.path}/registrar.db`)
      database.exec(`PRAGMA user_version = ${version}`)
    },
    async makeUnversioned(row) {
      using database = new DatabaseSync(`${folder.path}/registrar.db`)
      database.exec(`CREATE TABLE users (
        _id TEXT PRIMARY KEY, username TEXT NOT NULL, usernameKey TEXT NOT NULL UNIQUE,
        passwordHash TEXT NOT NULL, jobId TEXT NOT NULL, createdAt TEXT NOT NULL
      ) STRICT`)
      const { createdAt, ...columns } = row
      database
        .prepare('INSERT INTO users VALUES ($_id, $username, $usernameKey, $passwordHash, $jobId, $createdAt)')
        .run({ ...columns, createdAt: new Date(createdAt).toISOString() })
    },
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]()
    },
  }
}

/** The users in the embedded store in `folder`. */
export function sqliteRows(folder: string): UserRow[] {
  using database = new DatabaseSync(`${folder}/registrar.db`, { readOnly: true, timeout: 10_000 })
  return database.prepare('SELECT * FROM users').all() as UserRow[]
}

/** The store at `uri`, which Registrar is given as `settingsUri`. */
export async function mongoStoreAt(uri: string, settingsUri = uri): Promise<TestStore> {
  const folder = temporaryFolder()
  const client = new MongoClient(uri)
  const db = client.db()
  return {
    settings: { DATA_DIR: folder.path, MONGODB_URI: settingsUri },
    rows: () => usersOf(db).find().toArray(),
    schemaVersion: async () => (await schemaOf(db).findOne({ _id: 'users' }))?.version,
    async setSchemaVersion(version) {
      await schemaOf(db).replaceOne({ _id: 'users' }, { version }, { upsert: true })
    },
    async makeUnversioned(row) {
      await usersOf(db).createIndex({ usernameKey: 1 }, { unique: true, name: 'usernameKey' })
      await usersOf(db).insertOne({ ...row, createdAt: new Date(row.createdAt) })
    },
    async [Symbol.asyncDispose]() {
      await db.dropDatabase()
      await client.close()
      folder[Symbol.dispose]()
    },
  }
}

const usersOf = (db: Db) => db.collection<UserRow>('users')
const schemaOf = (db: Db) => db.collection<{ _id: string; version: number }>('schema')

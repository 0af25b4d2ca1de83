import { DatabaseSync } from 'node:sqlite'
import { MongoClient } from 'mongodb'
import { temporaryFolder } from './temporary-folder.ts'

/** The stored columns, as another program would read them. */
type UserRow = {
  _id: string
  username: string
  usernameKey: string
  passwordHash: string
  jobId: string
  createdAt: Date | string
}

/** A store for one test: the settings that choose it, and a look into it that does not pass through our code. */
export type TestStore = AsyncDisposable & {
  settings: { DATA_DIR: string; MONGODB_URI?: string }
  rows(): Promise<UserRow[]>
}

/** An embedded store in a folder of its own. */
export async function sqliteStore(): Promise<TestStore> {
  const folder = temporaryFolder()
  return {
    settings: { DATA_DIR: folder.path },
    rows: async () => sqliteRows(folder.path),
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]()
    },
  }
}

/** The users in the embedded store in `folder`. */
export function sqliteRows(folder: string): UserRow[] {
  using database = new DatabaseSync(`${folder}/registrar.db`, { readOnly: true })
  return database.prepare('SELECT * FROM users').all() as UserRow[]
}

/** The store at `uri`, which Registrar is told to reach by `settingsUri`. */
export async function mongoStoreAt(uri: string, settingsUri = uri): Promise<TestStore> {
  const folder = temporaryFolder()
  const client = new MongoClient(uri)
  return {
    settings: { DATA_DIR: folder.path, MONGODB_URI: settingsUri },
    rows: () => client.db().collection<UserRow>('users').find().toArray(),
    async [Symbol.asyncDispose]() {
      await client.db().dropDatabase()
      await client.close()
      folder[Symbol.dispose]()
    },
  }
}

import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { MongoClient } from 'mongodb'
import { inject } from 'vitest'
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

const mongo = inject('mongo')

/** Every engine that can run here. The run's last lines name one that cannot. */
export const storeEngines: { name: string; create(): Promise<TestStore> }[] = [
  { name: 'sqlite', create: sqliteStore },
  ...(mongo ? [{ name: 'mongodb', create: mongoStore }] : []),
]

async function sqliteStore(): Promise<TestStore> {
  const folder = temporaryFolder()
  return {
    settings: { DATA_DIR: folder.path },
    async rows() {
      using database = new DatabaseSync(`${folder.path}/registrar.db`, { readOnly: true })
      return database.prepare('SELECT * FROM users').all() as UserRow[]
    },
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]()
    },
  }
}

async function mongoStore(): Promise<TestStore> {
  const folder = temporaryFolder()
  const uri = mongo!.uri.replace('DATABASE', `t-${randomBytes(6).toString('hex')}`)
  const client = new MongoClient(uri)
  return {
    settings: { DATA_DIR: folder.path, MONGODB_URI: uri },
    rows: () => client.db().collection<UserRow>('users').find().toArray(),
    async [Symbol.asyncDispose]() {
      await client.db().dropDatabase()
      await client.close()
      folder[Symbol.dispose]()
    },
  }
}

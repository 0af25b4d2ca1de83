import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openUserStore, type StoreSettings } from '@registrar/users/stores/open-user-store'
import { MongoClient } from 'mongodb'
import { importedUser } from '../load/imported-users.ts'
import { receiveTask, reply } from '../stage/task.ts'

const BATCH = 1_000

type Task = { settings: StoreSettings; rows: number }
type Document = { _id: string; username: string; usernameKey: string; passwordHash: string; createdAt: Date }

/** The store's own bulk insert, through its driver alone, into the same tables and indexes: the seconds that it takes. */
const { settings, rows } = await receiveTask<Task>()
const store = await openUserStore(settings)
await store.prepare()
await store[Symbol.asyncDispose]()
const insert = settings.MONGODB_URI ? await mongoInsert(settings.MONGODB_URI) : sqliteInsert(settings.DATA_DIR)
let seconds = 0
for (let done = 0; done < rows; done += BATCH) {
  const documents = Array.from({ length: Math.min(BATCH, rows - done) }, (_, n) => documentOf(done + n))
  const startedAt = performance.now() // making the documents is not its work
  await insert(documents)
  seconds += (performance.now() - startedAt) / 1_000
}
reply(seconds)

function documentOf(n: number): Document {
  const { id, ...user } = importedUser(n)
  return { _id: id, usernameKey: user.username, ...user }
}

async function mongoInsert(uri: string) {
  const client = await new MongoClient(uri).connect()
  const users = client.db().collection<Document>('users')
  return (documents: Document[]) => users.insertMany(documents, { ordered: false, writeConcern: { w: 'majority' } })
}

function sqliteInsert(folder: string) {
  const database = new DatabaseSync(join(folder, 'registrar.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
  // As the import sets them.
  database.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000')
  const statement = database.prepare(
    'INSERT INTO users (_id, username, usernameKey, passwordHash, createdAt) VALUES (?, ?, ?, ?, ?)',
  )
  return (documents: Document[]) => {
    database.exec('BEGIN IMMEDIATE')
    for (const { _id, username, usernameKey, passwordHash, createdAt } of documents)
      statement.run(_id, username, usernameKey, passwordHash, createdAt.toISOString())
    database.exec('COMMIT')
  }
}

import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Collection, CreateIndexesOptions, Db, IndexSpecification } from 'mongodb'
import { isDuplicateKey, isIndexConflict } from './mongo-faults.ts'
import { newerSchema } from './newer-schema.ts'

/** The indexes of `users`, each with the schema version that it came with. A released entry is never changed. */
const INDEXES: { version: number; key: IndexSpecification; options: CreateIndexesOptions & { name: string } }[] = [
  { version: 1, key: { usernameKey: 1 }, options: { name: 'usernameKey', unique: true } },
  { version: 2, key: { createdAt: 1, _id: 1 }, options: { name: 'oldestFirst' } },
  /** MongoDB itself frees a name whose quarantine is over, within a minute. */
  { version: 2, key: { reservedUntil: 1 }, options: { name: 'reservedUntil', expireAfterSeconds: 0 } },
]

/** The schema version of this release, kept in the collection `schema` as `{ _id: 'users', version }`. */
const VERSION = Math.max(...INDEXES.map(({ version }) => version))

type SchemaRecord = { _id: string; version: number }

/**
 * Makes the indexes that are missing and records the version; safe for several processes at once. A database without
 * a record has been used by a release from before the record, or not at all.
 * @throws ConfigurationError when a newer release has used the database, or the unique index cannot be made
 */
export async function migrate(db: Db): Promise<void> {
  const schema: Collection<SchemaRecord> = db.collection('schema')
  const found = (await schema.findOne({ _id: 'users' }))?.version
  if (found !== undefined && found > VERSION)
    throw newerSchema(`The database ${JSON.stringify(db.databaseName)}`, found, VERSION)
  // Each time, because another program may have dropped one: without the unique index a name could be given twice.
  for (const { key, options } of INDEXES) await makeIndex(db, key, options)
  if (found === undefined) await schema.insertOne({ _id: 'users', version: VERSION }).catch(ignoreDuplicate)
  await schema.updateOne({ _id: 'users', version: { $lt: VERSION } }, { $set: { version: VERSION } })
}

async function makeIndex(db: Db, key: IndexSpecification, options: CreateIndexesOptions & { name: string }) {
  try {
    await db.collection('users').createIndex(key, options)
  } catch (error) {
    if (isIndexConflict(error) || isDuplicateKey(error)) throw impossibleIndex(options.name)
    throw error
  }
}

const impossibleIndex = (name: string) =>
  new ConfigurationError(
    `The collection "users" cannot be indexed on ${name}: another index has that name or key, or two users share ` +
      'a name. Drop that index, or merge those users, then start again.',
  )

/** Another process has recorded the version first. */
function ignoreDuplicate(error: unknown): void {
  if (!isDuplicateKey(error)) throw error
}

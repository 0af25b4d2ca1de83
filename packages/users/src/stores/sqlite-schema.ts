import { readdirSync, readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { newerSchema } from './newer-schema.ts'
import { inTransaction } from './sqlite-transaction.ts'

const FOLDER = new URL('../migrations/', import.meta.url)

/** `001-users.sql` takes a file from version 0 to 1, and so on without a gap. A released file is never changed. */
const MIGRATIONS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort()

/** The schema version of this release, kept in SQLite's `user_version`. */
const VERSION = MIGRATIONS.length

/** @throws ConfigurationError when a newer release has used the file. Reads only. */
export function refuseNewerSchema(database: DatabaseSync): void {
  const found = versionOf(database)
  if (found > VERSION) throw newerSchema(`The user store ${database.location()}`, found, VERSION)
}

/**
 * Brings the file to this release's schema. Safe for several processes at once: the first takes the write lock, the
 * others find the work done. Writes even when nothing has to change, because only a write detects a full disk.
 * @throws ConfigurationError when a newer release has used the file
 */
export function migrate(database: DatabaseSync): void {
  inTransaction(database, () => {
    refuseNewerSchema(database) // again, because another process may have migrated since the file was opened
    for (const name of MIGRATIONS.slice(versionOf(database))) database.exec(readFileSync(new URL(name, FOLDER), 'utf8'))
    database.exec(`PRAGMA user_version = ${VERSION}`)
    return VERSION
  })
}

const versionOf = (database: DatabaseSync) =>
  (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version

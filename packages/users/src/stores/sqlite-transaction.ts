import type { DatabaseSync } from 'node:sqlite'

/** Runs `work` in one transaction; takes back what it has done when it returns undefined or throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T | undefined): T | undefined {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec(result === undefined ? 'ROLLBACK' : 'COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK') // some faults, such as a full disk, have already ended it
    throw error
  }
}

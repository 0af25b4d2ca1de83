import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { isNoDatabase } from './sqlite-faults.ts'
import { migrate, refuseNewerSchema } from './sqlite-schema.ts'
import { prepareStatements } from './sqlite-statements.ts'

/**
 * How long a process waits for another one's transaction, which takes about 0.1 ms. It blocks the event loop, so it must
 * stay far below the lock time of a job, and below the second within which the directory promises an answer.
 */
const BUSY_TIMEOUT_MS = 800

const PRAGMAS = `
  PRAGMA journal_mode = WAL;    -- readers and one writer at a time, in any number of processes
  PRAGMA synchronous = FULL;    -- a user that was reported as created survives a power cut
  PRAGMA secure_delete = ON;    -- what an erased user leaves in the file is overwritten with zeros`

/**
 * Opens the file in `folder`, brings it to this release's schema and compiles the statements.
 * @throws ConfigurationError when `folder` cannot be a folder, or its file is not a database or is from a newer release
 */
export function openDatabase(folder: string) {
  makeFolder(folder)
  const database = new DatabaseSync(join(folder, 'registrar.db'), { timeout: BUSY_TIMEOUT_MS })
  try {
    refuseNewerSchema(database) // before the first statement that could write
    database.exec(PRAGMAS)
    migrate(database)
    return { database, statements: prepareStatements(database) }
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

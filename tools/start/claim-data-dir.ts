import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigurationError } from '@registrar/shared/process/environment'

/**
 * Makes sure that only one `npm start` works on `dataDir`. The claim is a lock of the operating system (through
 * SQLite, because Node has no file locks), so it ends with this process, however that ends.
 * @throws ConfigurationError when another process holds it, or the folder cannot be written
 */
export function claimDataDir(dataDir: string): Disposable {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const lock = new DatabaseSync(join(dataDir, 'claim'))
    lock.exec('BEGIN EXCLUSIVE')
    return { [Symbol.dispose]: () => lock.close() }
  } catch (error) {
    const isHeld = (error as { errcode?: number }).errcode === 5 // SQLITE_BUSY
    throw new ConfigurationError(
      isHeld
        ? `Registrar is already running on ${dataDir}; stop it first, or set DATA_DIR to another folder.`
        : `DATA_DIR is "${dataDir}", which cannot be written (${(error as Error).message}); set it to another folder.`,
    )
  }
}

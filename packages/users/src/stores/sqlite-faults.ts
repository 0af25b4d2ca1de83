import { StoreUnavailableError } from '../user-store.ts'

// sqlite.org/rescode.html: extended codes of the two violations, primary codes (low byte) of everything else.
const CONSTRAINT_PRIMARYKEY = 1555
const CONSTRAINT_UNIQUE = 2067
const NOT_A_DATABASE = 26
const UNAVAILABLE = new Map([
  [5, 'the file is locked by another process'],
  [6, 'the table is locked'],
  [8, 'the file is read-only'],
  [10, 'the disk reports an error'],
  [13, 'the disk is full: free some space'],
  [14, 'the file cannot be opened'],
])

const codeOf = (error: unknown) => (error as { errcode?: number }).errcode ?? 0

/** Whether a unique index refused the row. */
export const isViolation = (error: unknown): boolean =>
  [CONSTRAINT_PRIMARYKEY, CONSTRAINT_UNIQUE].includes(codeOf(error))

/** Whether the file has never been a database, or is encrypted. */
export const isNoDatabase = (error: unknown): boolean => codeOf(error) === NOT_A_DATABASE

/** Runs `work`. @throws StoreUnavailableError when the file cannot be used at present */
export function translatingFaults<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const reason = UNAVAILABLE.get(codeOf(error) & 0xff)
    throw reason ? new StoreUnavailableError(`SQLite: ${reason}`) : error
  }
}

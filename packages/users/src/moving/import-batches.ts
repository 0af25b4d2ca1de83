import { FingerprintSet } from './fingerprint-set.ts'
import { type ReadUser, type RowFault, type RowRules, readRow } from './import-row.ts'
import { readLines } from './read-lines.ts'

/**
 * Rows that are stored in one step. More gain nothing, and a store that other processes use must not be held up: SQLite
 * takes some 20 ms for as many.
 */
const BATCH_ROWS = 1_000

export type UserRow = ReadUser & { line: number }
export type ImportedRow = UserRow | { line: number; fault: RowFault }
export const isUser = (row: ImportedRow): row is UserRow => 'user' in row

export type ImportBatch = { rows: ImportedRow[]; bytesRead: number }

/** Reads the rows, and finds names and ids that an earlier row has. A batch has at most `maxDigests` to be hashed. */
export async function* importBatches(
  chunks: AsyncIterable<Buffer>,
  rules: RowRules & { maxDigests: number },
): AsyncGenerator<ImportBatch> {
  const takenBefore = createTakenBefore()
  let bytesRead = 0
  let rows: ImportedRow[] = []
  let digests = 0
  for await (const { lines, bytes } of readLines(chunks)) {
    bytesRead += bytes
    for (const { number: line, text } of lines) {
      const row = readRow(text, rules)
      const fault = 'user' in row ? takenBefore(row) : row
      rows.push(fault ? { line, fault } : { line, ...(row as ReadUser) })
      if (!fault && (row as ReadUser).hash.kind === 'digest') digests++
      if (rows.length < BATCH_ROWS && digests < rules.maxDigests) continue
      yield { rows, bytesRead }
      rows = []
      digests = 0
    }
  }
  if (rows.length > 0) yield { rows, bytesRead }
}

/** The store cannot tell an earlier row of this file from the same row of an earlier import: both are there already. */
function createTakenBefore() {
  const names = new FingerprintSet()
  const ids = new FingerprintSet()
  return ({ user: { userId, usernameKey }, idPointer }: ReadUser): RowFault | undefined => {
    if (names.has(usernameKey)) return { code: 'username_taken', pointer: '#/username' }
    const hasOwnId = idPointer !== '#/username' // else it follows from the name
    if (hasOwnId && !ids.add(userId)) return { code: 'id_taken', pointer: idPointer }
    names.add(usernameKey)
    return undefined
  }
}

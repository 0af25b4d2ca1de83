import type { HashCost } from '../foreign/stored-hash.ts'
import { wrapDigest, wrappedCost } from '../foreign/wrapped-digest.ts'
import type { Argon2Parameters, PasswordHasher } from '../hashing/password-hasher.ts'
import type { InsertResult, UserStore } from '../user-store.ts'
import { type ImportBatch, type ImportedRow, importBatches, isUser, type UserRow } from './import-batches.ts'
import type { RowFault, RowRules } from './import-row.ts'
import type { NameKind } from './name-kind.ts'

/** A few seconds of hashing: that much is lost when the process is killed, and the progress pauses that long. */
const HASHES_PER_JOB = 100

/** `id_taken`: the id exists, and is another user's. */
type Insertion = InsertResult | 'id_taken'

export type ImportOptions = RowRules & {
  store: Pick<UserStore, 'insertMany' | 'checkMany' | 'findMany'>
  /** Hashes fast digests, with `parameters`. */
  hash: PasswordHasher['hash']
  parameters: Argon2Parameters
  /** Hashes in flight. */
  jobs: number
  /** Finds out what would happen, and writes nothing. */
  isDryRun?: boolean
  /** Ends the import between two batches. */
  signal: AbortSignal
}

/** What became of one row. */
export type RowResult = { line: number } & (
  | { fault: RowFault }
  | { insertion: 'created' | 'exists'; scheme: string; cost: HashCost; nameKind?: NameKind | undefined }
)

/** The rows that are settled, in their order, and how far the file has been read, in bytes. */
export type ImportProgress = { results: RowResult[]; bytesRead: number }

/**
 * Imports the users of an NDJSON file, a batch after the other: what has been yielded is in the store. Nothing else is
 * kept of how far an import has come. Repeated, it finds the existing users and continues. Memory stays flat, apart
 * from some 20 bytes for each name and each id, to find those that occur twice.
 * @throws StoreUnavailableError when the store is unavailable
 */
export async function* importUsers(
  chunks: AsyncIterable<Buffer>,
  options: ImportOptions,
): AsyncGenerator<ImportProgress> {
  const batches = importBatches(chunks, { ...options, maxDigests: HASHES_PER_JOB * options.jobs })
  // While one batch is stored, the next is read.
  let settling: Promise<ImportProgress> | undefined
  try {
    for await (const batch of batches) {
      if (settling) yield await settling
      if (options.signal.aborted) return
      settling = settle(batch, options)
      settling.catch(() => {}) // it is awaited in the next round, or below
    }
    if (settling) yield await settling
  } catch (error) {
    if (!options.signal.aborted) throw error
  }
}

async function settle({ rows, bytesRead }: ImportBatch, options: ImportOptions): Promise<ImportProgress> {
  const users = rows.filter(isUser)
  const insertions = new Map<ImportedRow, Insertion>()
  const record = (settled: UserRow[], found: InsertResult[]) => {
    for (const [n, row] of settled.entries()) insertions.set(row, found[n]!)
  }
  const check = (rows: UserRow[]) => options.store.checkMany(rows.map(({ user }) => user))

  if (options.isDryRun) record(users, await check(users))
  else {
    // Hashing a digest takes as long as inserting a thousand users: only what is not there yet is hashed.
    const digests = users.filter(({ hash }) => hash.kind === 'digest')
    if (digests.length > 0) record(digests, await check(digests))
    const open = users.filter((row) => (insertions.get(row) ?? 'created') === 'created')
    await wrapDigests(open, options)
    record(open, await options.store.insertMany(open.map(({ user }) => user)))
  }
  for (const row of await strangers(
    users.filter((row) => insertions.get(row) === 'exists'),
    options,
  ))
    insertions.set(row, 'id_taken')
  return { results: rows.map((row) => resultOf(row, insertions.get(row), options)), bytesRead }
}

/** Of rows whose ids exist, those whose id belongs to another user: one with another name that was never changed. */
async function strangers(rows: UserRow[], { store }: ImportOptions): Promise<UserRow[]> {
  if (rows.length === 0) return []
  const held = await store.findMany(rows.map(({ user }) => user.userId))
  const users = new Map(held.map((user) => [user.userId, user]))
  return rows.filter(({ user }) => {
    const known = users.get(user.userId)
    return known?.usernameKey !== user.usernameKey && !known?.version
  })
}

/** As many at a time as there are jobs. @throws AbortError when the import ends meanwhile: the batch is not stored */
async function wrapDigests(rows: UserRow[], { hash, jobs, signal }: ImportOptions): Promise<void> {
  const waiting = rows.values()
  const work = async () => {
    for (const row of waiting) {
      if (row.hash.kind !== 'digest') continue
      signal.throwIfAborted()
      row.user.passwordHash = await wrapDigest(row.hash, hash)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
}

function resultOf(row: ImportedRow, insertion: Insertion | undefined, { parameters }: ImportOptions): RowResult {
  const { line } = row
  if (!isUser(row)) return { line, fault: row.fault }
  if (insertion === 'taken') return { line, fault: { code: 'username_taken', pointer: '#/username' } }
  if (insertion === 'id_taken') return { line, fault: { code: 'id_taken', pointer: row.idPointer } }
  const { hash, nameKind } = row
  const cost = hash.kind === 'digest' ? wrappedCost(hash.scheme, parameters) : hash.cost
  return { line, insertion: insertion as 'created' | 'exists', scheme: hash.scheme, cost, nameKind }
}

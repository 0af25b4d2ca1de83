import { type Collection, MongoBulkWriteError } from 'mongodb'
import { type InsertResult, StoreUnavailableError } from '../user-store.ts'
import type { UserDocument } from './mongo-documents.ts'
import { isDuplicateKeyCode } from './mongo-faults.ts'

/** The holder of a name may be erased just as a sign-up collides with it, and a write may be slow to reach a majority. */
const TRIES = 3

/** Documents, or ids to look for, of one command: even a slow server must finish them long before the socket times out. */
const COMMAND_DOCUMENTS = 100

/** Inserts documents of users, each some in one command. @throws StoreUnavailableError, MongoError: see below */
export async function insertDocuments(
  users: Collection<UserDocument>,
  documents: UserDocument[],
): Promise<InsertResult[]> {
  const results: InsertResult[] = []
  for (const some of inParts(documents)) results.push(...(await insertTogether(users, some)))
  return results
}

/** As many at a time as one command may have. */
export function* inParts<T>(all: T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += COMMAND_DOCUMENTS) yield all.slice(from, from + COMMAND_DOCUMENTS)
}

/** What an insert of each would result in now: a look into each index, by the id (perhaps under another name) and by the name. */
export async function checkDocuments(
  users: Collection<UserDocument>,
  documents: Pick<UserDocument, '_id' | 'usernameKey'>[],
): Promise<InsertResult[]> {
  const results: InsertResult[] = []
  for (const some of inParts(documents)) results.push(...(await checkTogether(users, some)))
  return results
}

async function checkTogether(
  users: Collection<UserDocument>,
  documents: Pick<UserDocument, '_id' | 'usernameKey'>[],
): Promise<InsertResult[]> {
  const options = { projection: { usernameKey: 1 } }
  const found = await Promise.all([
    users.find({ _id: { $in: documents.map(({ _id }) => _id) } }, options).toArray(),
    users.find({ usernameKey: { $in: documents.map(({ usernameKey }) => usernameKey) } }, options).toArray(),
  ])
  const ids = new Set(found.flat().map(({ _id }) => _id))
  const names = new Set(found.flat().map(({ usernameKey }) => usernameKey))
  return documents.map(({ _id, usernameKey }) =>
    ids.has(_id) ? 'exists' : names.has(usernameKey) ? 'taken' : 'created',
  )
}

/**
 * Inserts documents of users in one command. What became of one that is in doubt is read from the index itself, as a
 * majority knows it. @throws StoreUnavailableError when a write is still not known to a majority, MongoError
 */
async function insertTogether(users: Collection<UserDocument>, documents: UserDocument[]): Promise<InsertResult[]> {
  const results = new Map<UserDocument, InsertResult>()
  let left = documents
  for (let tries = 1; tries <= TRIES && left.length > 0; tries++) {
    const inDoubt = await insertOnce(users, left)
    for (const document of left) results.set(document, 'created')
    const standing = await checkDocuments(users, inDoubt)
    for (const [n, document] of inDoubt.entries()) results.set(document, standing[n]!)
    left = inDoubt.filter((_, n) => standing[n] === 'created') // nobody has the name, or not yet
  }
  if (left.length > 0) throw new StoreUnavailableError('MongoDB: a write is not yet known to a majority')
  return documents.map((document) => results.get(document)!)
}

/** Which of the documents may be there or not: the name, or the id, is taken, or the majority has not answered. */
async function insertOnce(users: Collection<UserDocument>, documents: UserDocument[]): Promise<UserDocument[]> {
  try {
    await users.insertMany(documents, { ordered: false }) // each name has a verdict of its own
    return []
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error
    if (error.result.getWriteConcernError()) return documents // which is about all of them
    const refused = [error.writeErrors].flat()
    // Without any it is a fault of the connection, which the driver wraps.
    if (refused.length === 0 || refused.some(({ code }) => !isDuplicateKeyCode(code))) throw error
    return refused.map(({ index }) => documents[index]!)
  }
}

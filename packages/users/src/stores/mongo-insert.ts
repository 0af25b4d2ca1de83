import { type Collection, MongoBulkWriteError } from 'mongodb'
import { type InsertResult, StoreUnavailableError } from '../user-store.ts'
import type { UserDocument } from './mongo-documents.ts'
import { isDuplicateKeyCode } from './mongo-faults.ts'

/** The holder of a name may be erased just as a sign-up collides with it, and a write may be slow to reach a majority. */
const TRIES = 3

/** Documents of one command: even a slow server must finish them long before the socket times out. */
const COMMAND_DOCUMENTS = 100

/** Inserts documents of users, each some in one command. @throws StoreUnavailableError, MongoError: see below */
export async function insertDocuments(
  users: Collection<UserDocument>,
  documents: UserDocument[],
): Promise<InsertResult[]> {
  const results: InsertResult[] = []
  for (let from = 0; from < documents.length; from += COMMAND_DOCUMENTS)
    results.push(...(await insertTogether(users, documents.slice(from, from + COMMAND_DOCUMENTS))))
  return results
}

/** What each insert would result in now. */
export async function checkDocuments(
  users: Collection<UserDocument>,
  given: { userId: string; usernameKey: string }[],
): Promise<InsertResult[]> {
  const found = await findHolders(
    users,
    given.map(({ userId, usernameKey }) => ({ _id: userId, usernameKey })),
  )
  const ids = new Set(found.map(({ _id }) => _id))
  const names = new Set(found.map(({ usernameKey }) => usernameKey))
  return given.map(({ userId, usernameKey }) =>
    ids.has(userId) ? 'exists' : names.has(usernameKey) ? 'taken' : 'created',
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
    for (const document of left) if (!inDoubt.includes(document)) results.set(document, 'created')

    const found = inDoubt.length > 0 ? await findHolders(users, inDoubt) : []
    const ids = new Set(found.map(({ _id }) => _id))
    const names = new Set(found.map(({ usernameKey }) => usernameKey))
    for (const document of inDoubt) {
      if (ids.has(document._id)) results.set(document, 'exists')
      else if (names.has(document.usernameKey)) results.set(document, 'taken')
    }
    left = inDoubt.filter((document) => !results.has(document))
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

/** Who has one of these ids (perhaps under another name by now) or one of these names: a look into each index. */
async function findHolders(
  users: Collection<UserDocument>,
  documents: Pick<UserDocument, '_id' | 'usernameKey'>[],
): Promise<Pick<UserDocument, '_id' | 'usernameKey'>[]> {
  const options = { projection: { usernameKey: 1 } }
  const [byId, byName] = await Promise.all([
    users.find({ _id: { $in: documents.map(({ _id }) => _id) } }, options).toArray(),
    users.find({ usernameKey: { $in: documents.map(({ usernameKey }) => usernameKey) } }, options).toArray(),
  ])
  return [...byId, ...byName]
}

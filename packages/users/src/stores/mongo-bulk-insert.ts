import { type Collection, MongoBulkWriteError } from 'mongodb'
import { type Insertion, type NewUser, StoreUnavailableError } from '../user-store.ts'
import { newDocumentOf, type UserDocument } from './mongo-documents.ts'
import { isDuplicateCode } from './mongo-faults.ts'
import { type HeldId, standingOf } from './new-user.ts'

/** The holder of a name may be erased just when an insert has met it. */
const TRIES = 3

/** Documents of one command: even a slow server must be done with them long before the socket's time limit. */
const COMMAND_DOCUMENTS = 100

/**
 * `insertMany` of the store: a command for every few, then a look at those that a unique index has refused.
 * @throws StoreUnavailableError when a write is in doubt; it may be repeated
 */
export async function bulkInsert(users: Collection<UserDocument>, given: NewUser[]): Promise<Insertion[]> {
  const results: Insertion[] = []
  for (let from = 0; from < given.length; from += COMMAND_DOCUMENTS)
    results.push(...(await insertSome(users, given.slice(from, from + COMMAND_DOCUMENTS))))
  return results
}

async function insertSome(users: Collection<UserDocument>, given: NewUser[]): Promise<Insertion[]> {
  const results: Insertion[] = given.map(() => 'created')
  let open = given.map((_, index) => index)
  for (let tries = 0; open.length > 0; tries++) {
    if (tries === TRIES) throw new StoreUnavailableError('MongoDB: names are taken and freed too fast')
    const batch = open
    const refused = await refusedOf(
      users,
      batch.map((index) => given[index]!),
    )
    const standings = await standingsOf(
      users,
      refused.map((place) => given[batch[place]!]!),
    )
    for (const [n, place] of refused.entries()) results[batch[place]!] = standings[n]!
    open = refused.map((place) => batch[place]!).filter((index) => results[index] === 'created')
  }
  return results
}

/** Inserts them; the places of those that a unique index has refused. */
async function refusedOf(users: Collection<UserDocument>, batch: NewUser[]): Promise<number[]> {
  try {
    // Unordered, so that one that is refused does not stop the rest: a server of its own executes them in order all the same.
    await users.insertMany(batch.map(newDocumentOf), { ordered: false })
    return []
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) throw error
    const refusals = [error.writeErrors].flat()
    if (refusals.length === 0 || !refusals.every(({ code }) => isDuplicateCode(code))) throw error
    return refusals.map(({ index }) => index)
  }
}

/** How each stands: see `standingOf`. */
export async function standingsOf(
  users: Collection<UserDocument>,
  given: Pick<NewUser, 'userId' | 'usernameKey'>[],
): Promise<Insertion[]> {
  if (given.length === 0) return []
  const [byId, byName] = await Promise.all([
    users.find({ _id: { $in: given.map(({ userId }) => userId) } }, { projection: HELD }).toArray(),
    users.find({ usernameKey: { $in: given.map(({ usernameKey }) => usernameKey) } }, { projection: HELD }).toArray(),
  ])
  const ids = new Map<string, HeldId>(byId.map((document) => [document._id, document]))
  const names = new Set(byName.map(({ usernameKey }) => usernameKey))
  return given.map((user) => standingOf(user, ids.get(user.userId), names.has(user.usernameKey)))
}

const HELD = { usernameKey: 1, version: 1, reservedUntil: 1 }

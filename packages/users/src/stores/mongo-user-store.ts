import { type Collection, ReadConcern } from 'mongodb'
import { StoreUnavailableError, type User, type UserStore } from '../user-store.ts'
import { connect, createMongoClient } from './mongo-client.ts'
import { isInDoubt, translatingFaults } from './mongo-faults.ts'
import { migrate } from './mongo-schema.ts'
import { databaseOf } from './mongodb-uri.ts'

/** What is written and read here is what a majority of the replica set has: no election takes it back. */
const MAJORITY = {
  writeConcern: { w: 'majority', wtimeoutMS: 4_000 },
  readConcern: new ReadConcern('majority'),
  readPreference: 'primary',
} as const

type StoredUser = Omit<User, 'userId'> & { _id: string }

/**
 * The store for more than one machine. The database is the one in `uri`, else `registrar`.
 * @throws ConfigurationError when the driver does not take `uri`
 */
export function createMongoUserStore(uri: string): UserStore {
  const client = createMongoClient(uri)
  const db = client.db(databaseOf(uri), MAJORITY)
  const users: Collection<StoredUser> = db.collection('users')

  /** What became of a write in doubt is read from the index itself, as a majority knows it. */
  const resolve = async (user: User) => {
    const holder = await users.findOne({ usernameKey: user.usernameKey }, { projection: { _id: 1 } })
    if (!holder) throw new StoreUnavailableError('MongoDB: a write is not yet known to a majority')
    return holder._id === user.userId ? 'created' : 'taken'
  }

  return {
    prepare: () =>
      translatingFaults(async () => {
        await connect(client)
        await migrate(db)
      }),

    insert: ({ userId, ...user }) =>
      translatingFaults(async () => {
        try {
          await users.insertOne({ _id: userId, ...user })
          return 'created'
        } catch (error) {
          if (!isInDoubt(error)) throw error
          return resolve({ userId, ...user })
        }
      }),

    find: (userId) =>
      translatingFaults(async () => {
        const found = await users.findOne({ _id: userId })
        return found ? userOf(found) : undefined
      }),

    createdSince: (since, { afterId, limit }) =>
      translatingFaults(async () => {
        const found = users.find({ _id: { $gt: afterId }, createdAt: { $gte: since } })
        return (await found.sort({ _id: 1 }).limit(limit).toArray()).map(userOf)
      }),

    [Symbol.asyncDispose]: () => client.close(),
  }
}

const userOf = ({ _id, ...user }: StoredUser): User => ({ userId: _id, ...user })

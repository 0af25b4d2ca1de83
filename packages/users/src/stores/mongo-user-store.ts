import { type Collection, MongoClient, ReadConcern } from 'mongodb'
import { StoreUnavailableError, type User, type UserStore } from '../user-store.ts'
import { isInDoubt, translatingFaults } from './mongo-faults.ts'
import { migrate } from './mongo-schema.ts'

/**
 * Every stage has its own limit, because the driver's single `timeoutMS` does nothing in 7.8. Together they stay
 * below the time after which a person gives up; the job goes on waiting in any case.
 */
const TIME_OUTS = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 3_000,
  /** How soon an election or a recovery is noticed; the default of 10 s would leave the workers idle that long. */
  heartbeatFrequencyMS: 1_000,
}
/** What is written and read here is what a majority of the replica set has: no election takes it back. */
const MAJORITY = {
  writeConcern: { w: 'majority', wtimeoutMS: 4_000 },
  readConcern: new ReadConcern('majority'),
  readPreference: 'primary',
} as const

type StoredUser = Omit<User, 'userId'> & { _id: string }

/** The store for more than one machine. The database is the one in `uri`, else `registrar`. */
export function createMongoUserStore(uri: string): UserStore {
  const client = new MongoClient(uri, { ...TIME_OUTS, appName: 'registrar-worker' })
  const db = client.db(databaseIn(uri), MAJORITY)
  const users: Collection<StoredUser> = db.collection('users')

  /** What became of a write in doubt is read from the index itself, as a majority knows it. */
  const resolve = async (user: User) => {
    const holder = await users.findOne({ usernameKey: user.usernameKey }, { projection: { _id: 1 } })
    if (!holder) throw new StoreUnavailableError('MongoDB: a write is not yet known to a majority')
    return holder._id === user.userId ? 'created' : 'taken'
  }

  return {
    prepare: () => translatingFaults(() => migrate(db)),

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

const databaseIn = (uri: string) => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? 'registrar'

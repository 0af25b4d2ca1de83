import { ConfigurationError } from '@registrar/shared/process/environment'
import { type Collection, MongoClient, MongoError, MongoServerError } from 'mongodb'
import { StoreUnavailableError, type User, type UserStore } from '../user-store.ts'

/**
 * Every stage has its own limit, because the driver's single `timeoutMS` does nothing in 7.8. Together they stay
 * below the time in which a person gives up; the job waits on, whatever they say.
 */
const TIME_OUTS = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 5_000,
  waitQueueTimeoutMS: 3_000,
  /** How soon an election or a return is noticed; the default of 10 s would leave the workers idle that long. */
  heartbeatFrequencyMS: 1_000,
}
const WRITE_CONCERN = { w: 'majority', wtimeoutMS: 4_000 } as const

const DUPLICATE_KEY = 11000
const INDEX_CONFLICTS = new Set([85, 86]) // IndexOptionsConflict, IndexKeySpecsConflict
/** About this one document, or about our rights: no wait will mend it. 2 BadValue, 121 validation, 10334 too large. */
const OUR_FAULT = new Set([2, 121, 10334])

type StoredUser = Omit<User, 'userId'> & { _id: string }

/** The store for more than one machine. The database is the one in `uri`, else `registrar`. */
export function createMongoUserStore(uri: string): UserStore {
  const client = new MongoClient(uri, { ...TIME_OUTS, appName: 'registrar-worker' })
  const users: Collection<StoredUser> = client.db(databaseIn(uri)).collection('users', {
    writeConcern: WRITE_CONCERN,
    readConcern: { level: 'majority' },
    readPreference: 'primary',
  })

  /** What a duplicate or a doubtful write comes to is read from the index itself, as a majority knows it. */
  const resolve = async (user: User) => {
    const holder = await users.findOne({ usernameKey: user.usernameKey }, { projection: { _id: 1 } })
    if (!holder) throw new StoreUnavailableError('MongoDB: a write is not yet known to a majority')
    return holder._id === user.userId ? 'created' : 'taken'
  }

  return {
    prepare: () =>
      answering(async () => {
        try {
          await users.createIndex({ usernameKey: 1 }, { unique: true, name: 'usernameKey' })
        } catch (error) {
          throw hasCode(error, INDEX_CONFLICTS) || hasCode(error, new Set([DUPLICATE_KEY])) ? noUniqueIndex() : error
        }
      }),

    insert: ({ userId, ...user }) =>
      answering(async () => {
        try {
          await users.insertOne({ _id: userId, ...user })
          return 'created'
        } catch (error) {
          if (!isDoubtful(error)) throw error
          return resolve({ userId, ...user })
        }
      }),

    find: (userId) =>
      answering(async () => {
        const found = await users.findOne({ _id: userId })
        if (!found) return undefined
        const { _id, ...user } = found
        return { userId: _id, ...user }
      }),

    [Symbol.asyncDispose]: () => client.close(),
  }
}

const databaseIn = (uri: string) => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? 'registrar'

const hasCode = (error: unknown, codes: Set<number>) =>
  error instanceof MongoServerError && typeof error.code === 'number' && codes.has(error.code)

/** A write-concern error is thrown although the document is there, and hides a duplicate that came with it. */
const isDoubtful = (error: unknown) =>
  hasCode(error, new Set([DUPLICATE_KEY])) || (error instanceof MongoError && error.name === 'MongoWriteConcernError')

const noUniqueIndex = () =>
  new ConfigurationError(
    'The collection "users" cannot have its unique index on usernameKey: another index of that name or key is in the ' +
      'way, or two users share a name. Drop that index, or merge those users, then start again.',
  )

/** Runs `work`; whatever the driver says that is not our own fault means that the store is away for now. */
async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof MongoError) || hasCode(error, OUR_FAULT)) throw error
    const code = 'code' in error ? ` ${error.code}` : ''
    throw new StoreUnavailableError(`MongoDB: ${error.name}${code}`, { cause: error })
  }
}

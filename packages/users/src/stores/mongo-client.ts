import { setTimeout as delay } from 'node:timers/promises'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { MongoClient } from 'mongodb'
import { StoreUnavailableError } from '../user-store.ts'
import { WANTED_URI } from './mongodb-uri.ts'

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

/** The driver has no limit for the look-up of a mongodb+srv name: a name server that does not answer holds it for 27 s. */
const CONNECT_MS = 3_000

/**
 * A client for a URI that `mongodbUri` has let pass.
 * @throws ConfigurationError when the driver does not take it. What the driver says may quote the URI: it is not shown
 */
export function createMongoClient(uri: string): MongoClient {
  try {
    return new MongoClient(uri, { ...TIME_OUTS, appName: 'registrar-worker' })
  } catch {
    throw new ConfigurationError(
      `MONGODB_URI has a value that cannot be used; it must be ${WANTED_URI}, and with options that the MongoDB driver knows.`,
    )
  }
}

/**
 * Connects `client`, unless it is connected. To be called until it has once succeeded: a client whose first attempt has
 * failed does not connect for an operation, but refuses it ("Topology is closed").
 * @throws StoreUnavailableError after 3 s, ConfigurationError when it never can connect, MongoError
 */
export async function connect(client: MongoClient): Promise<void> {
  const connected = new AbortController()
  const overdue = delay(CONNECT_MS, undefined, { signal: connected.signal }).then(() => {
    throw new StoreUnavailableError('MongoDB: no connection yet; the name server or the network does not answer')
  })
  try {
    await Promise.race([client.connect(), overdue])
  } catch (error) {
    throw explained(error)
  } finally {
    connected.abort()
  }
}

/** What no retry can change, as a sentence. */
function explained(error: unknown): unknown {
  const { name, code, syscall } = error as NodeJS.ErrnoException
  if (syscall === 'open')
    return new ConfigurationError(
      `MONGODB_URI names a file in its options that cannot be read (${code}); correct the path, or let this user read it.`,
    )
  if (name === 'MongoInvalidArgumentError' || name === 'MongoMissingDependencyError')
    return new ConfigurationError(
      'MONGODB_URI has options that contradict each other, or need a package that is not installed; remove one of them.',
    )
  return error
}

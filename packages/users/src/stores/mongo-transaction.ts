import type { ClientSession, MongoClient, TransactionOptions } from 'mongodb'
import { StoreUnavailableError } from '../user-store.ts'

/** The driver alone would retry a conflicting transaction for two minutes. */
const MAX_TRIES = 20

/**
 * Runs `work` in one transaction; takes back what it has done when it returns undefined or throws. A transaction that
 * conflicts with another is repeated, so `work` must do nothing but its writes through `session`.
 */
export function inTransaction<T>(
  client: MongoClient,
  options: TransactionOptions,
  work: (session: ClientSession) => Promise<T | undefined>,
): Promise<T | undefined> {
  let tries = 0
  return client.withSession((session) =>
    session.withTransaction(async () => {
      tries += 1
      if (tries > MAX_TRIES) throw new StoreUnavailableError('MongoDB: too many transactions on one name')
      const result = await work(session)
      if (result === undefined) await session.abortTransaction()
      return result
    }, options),
  )
}

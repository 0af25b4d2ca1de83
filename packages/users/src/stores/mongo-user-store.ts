import { randomUUID } from 'node:crypto'
import { type Collection, type Filter, ReadConcern } from 'mongodb'
import type { User, UserStore } from '../user-store.ts'
import { connect, createMongoClient } from './mongo-client.ts'
import { IS_USER, newDocumentOf, type UserDocument, userOf, versionIs } from './mongo-documents.ts'
import { isDuplicateKey, translatingFaults } from './mongo-faults.ts'
import { checkDocuments, inParts, insertDocuments } from './mongo-insert.ts'
import { migrate } from './mongo-schema.ts'
import { inTransaction } from './mongo-transaction.ts'
import { databaseOf } from './mongodb-uri.ts'
import { ownReservationId } from './own-reservation.ts'

/** What is written and read here is what a majority of the replica set has: no election takes it back. */
const MAJORITY = {
  writeConcern: { w: 'majority', wtimeoutMS: 4_000 },
  readConcern: new ReadConcern('majority'),
  readPreference: 'primary',
} as const

/**
 * The store for more than one machine. The database is the one in `uri`, else `registrar`.
 * @throws ConfigurationError when the driver does not take `uri`
 */
export function createMongoUserStore(uri: string): UserStore {
  const client = createMongoClient(uri)
  const db = client.db(databaseOf(uri), MAJORITY)
  const users: Collection<UserDocument> = db.collection('users')

  const findOne = (filter: Filter<UserDocument>) =>
    translatingFaults(async () => {
      const found = await users.findOne({ ...filter, ...IS_USER })
      return found ? userOf(found) : undefined
    })

  return {
    prepare: () =>
      translatingFaults(async () => {
        await connect(client)
        await migrate(db)
      }),

    insertMany: (newUsers) => translatingFaults(() => insertDocuments(users, newUsers.map(newDocumentOf))),

    checkMany: (given) =>
      translatingFaults(() =>
        checkDocuments(
          users,
          given.map(({ userId, usernameKey }) => ({ _id: userId, usernameKey })),
        ),
      ),

    find: (userId) => findOne({ _id: userId }),
    findByName: (usernameKey) => findOne({ usernameKey }),
    findMany: (userIds) =>
      translatingFaults(async () => {
        const found: User[] = []
        for (const some of inParts(userIds))
          found.push(...(await users.find({ _id: { $in: some }, ...IS_USER }).toArray()).map(userOf))
        return found
      }),
    page: ({ after, limit }) =>
      translatingFaults(async () => {
        const { createdAt, userId = '' } = after ?? {}
        const filter: Filter<UserDocument> = createdAt
          ? { createdAt: { $gte: createdAt }, $or: [{ createdAt: { $gt: createdAt } }, { _id: { $gt: userId } }] }
          : { createdAt: { $exists: true } }
        return (await users.find(filter).sort({ createdAt: 1, _id: 1 }).limit(limit).toArray()).map(userOf)
      }),

    // Each filter below has the name, so that the collection can be sharded on it.
    change: (user, { username, usernameKey, disabled, at, oldNameReservedUntil }) =>
      translatingFaults(async () => {
        const isRename = usernameKey !== user.usernameKey
        const filter = { _id: user.userId, usernameKey: user.usernameKey, version: versionIs(user.version), ...IS_USER }
        const update = {
          $set: { username, usernameKey, updatedAt: at, version: user.version + 1, ...(disabled && { disabled }) },
          ...(!disabled && { $unset: { disabled: true as const } }),
        }
        if (!isRename) return (await users.updateOne(filter, update)).matchedCount === 1 ? 'changed' : 'stale'
        try {
          const changed = await inTransaction(client, MAJORITY, async (session) => {
            const own = { _id: ownReservationId(user.userId, usernameKey), usernameKey }
            await users.deleteOne({ ...own, reservedUntil: { $exists: true } }, { session })
            if ((await users.updateOne(filter, update, { session })).matchedCount === 0) return undefined
            if (oldNameReservedUntil)
              await users.insertOne(
                {
                  _id: ownReservationId(user.userId, user.usernameKey),
                  usernameKey: user.usernameKey,
                  reservedUntil: oldNameReservedUntil,
                },
                { session },
              )
            return 'changed' as const
          })
          return changed ?? 'stale'
        } catch (error) {
          if (isDuplicateKey(error)) return 'taken'
          throw error
        }
      }),

    changePassword: (userId, { passwordHash, at, insteadOf }) =>
      translatingFaults(async () => {
        const { matchedCount } = await users.updateOne(
          { _id: userId, ...IS_USER, ...(insteadOf !== undefined && { passwordHash: insteadOf }) },
          { $set: { passwordHash, passwordChangedAt: at, updatedAt: at }, $inc: { version: 1 } },
        )
        return matchedCount === 1
      }),

    upgradeHash: (userId, oldHash, newHash) =>
      translatingFaults(async () => {
        const filter = { _id: userId, passwordHash: oldHash }
        return (await users.updateOne(filter, { $set: { passwordHash: newHash } })).matchedCount === 1
      }),

    erase: ({ userId, usernameKey }, nameReservedUntil) =>
      translatingFaults(async () => {
        const erased = await inTransaction(client, MAJORITY, async (session) => {
          const { deletedCount } = await users.deleteOne({ _id: userId, usernameKey, ...IS_USER }, { session })
          if (deletedCount === 0) return undefined
          if (nameReservedUntil)
            await users.insertOne({ _id: randomUUID(), usernameKey, reservedUntil: nameReservedUntil }, { session })
          return 'erased' as const
        })
        return erased ?? 'stale'
      }),

    [Symbol.asyncDispose]: () => client.close(),
  }
}

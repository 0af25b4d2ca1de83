import { randomUUID } from 'node:crypto'
import type { NewUser, User, UserChange, UserStore } from '../user-store.ts'
import { ownReservationId } from './own-reservation.ts'
import { openDatabase } from './sqlite-database.ts'
import { isViolation, translatingFaults } from './sqlite-faults.ts'
import { newRowOf, type UserRow, userOf } from './sqlite-rows.ts'
import { migrate } from './sqlite-schema.ts'
import { inTransaction } from './sqlite-transaction.ts'

/** So many at once are an import; workers insert fewer. */
const BULK = 500
/**
 * Of a million users the index of random ids has 50 MB: with SQLite's 2 MB each insert would read a page of it again. And
 * each thousand users change as many pages of it: they are copied from the log into the file at every fourth commit, not
 * at each. More would hold up another process that happens to do it.
 */
const BULK_SETTINGS = 'PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000'

/** The embedded store: `registrar.db` in `folder`, shared by the processes of one machine. */
export function createSqliteUserStore(folder: string): UserStore {
  let opened: ReturnType<typeof openDatabase> | undefined
  const connected = () => {
    opened ??= openDatabase(folder)
    return opened
  }
  /** Runs `work` with the open store, which is opened first where it is not. */
  const answering = async <T>(work: (store: ReturnType<typeof openDatabase>) => T): Promise<T> =>
    translatingFaults(() => work(connected()))

  return {
    prepare: () =>
      answering(({ database, statements }) => {
        migrate(database)
        statements.freeNames.run(new Date().toISOString())
      }),

    insertMany: (users) =>
      answering(({ database, statements }) => {
        if (users.length >= BULK) database.exec(BULK_SETTINGS)
        const insert = (user: NewUser) => {
          if (statements.insert.run(...newRowOf(user)).changes === 1) return 'created'
          return statements.find.get(user.userId) ? 'exists' : 'taken' // perhaps under another name by now
        }
        return inTransaction(database, () => users.map(insert))!
      }),

    checkMany: (users) =>
      answering(({ statements }) =>
        users.map(({ userId, usernameKey }) => {
          if (statements.find.get(userId)) return 'exists'
          return statements.holderOf.get(usernameKey) ? 'taken' : 'created'
        }),
      ),

    find: (userId) => answering(({ statements }) => userIn(statements.find.get(userId))),
    findMany: (userIds) => answering(({ statements }) => usersIn(statements.findMany.all(JSON.stringify(userIds)))),
    findByName: (usernameKey) => answering(({ statements }) => userIn(statements.findByName.get(usernameKey))),
    page: ({ after, limit }) =>
      answering(({ statements }) =>
        usersIn(
          after
            ? statements.after.all(after.createdAt.toISOString(), after.userId, limit)
            : statements.first.all(limit),
        ),
      ),

    change: (user, change) =>
      answering(({ database, statements }) => {
        const isRename = change.usernameKey !== user.usernameKey
        try {
          return (
            inTransaction(database, () => {
              if (isRename) statements.takeBack.run(ownReservationId(user.userId, change.usernameKey))
              if (statements.change.run(changedRowOf(user, change)).changes === 0) return undefined
              if (isRename && change.oldNameReservedUntil)
                statements.reserve.run(
                  ownReservationId(user.userId, user.usernameKey),
                  user.usernameKey,
                  change.oldNameReservedUntil.toISOString(),
                )
              return 'changed'
            }) ?? 'stale'
          )
        } catch (error) {
          if (isViolation(error)) return 'taken'
          throw error
        }
      }),

    changePassword: (userId, { passwordHash, at, insteadOf }) =>
      answering(({ statements }) => {
        const row = { _id: userId, passwordHash, at: at.toISOString(), insteadOf: insteadOf ?? null }
        return statements.changePassword.run(row).changes === 1
      }),

    upgradeHash: (userId, oldHash, newHash) =>
      answering(({ statements }) => statements.upgradeHash.run(newHash, userId, oldHash).changes === 1),

    erase: (user, nameReservedUntil) =>
      answering(({ database, statements }) => {
        const erased = inTransaction(database, () => {
          if (statements.delete.run(user.userId, user.usernameKey).changes === 0) return undefined
          if (nameReservedUntil) statements.reserve.run(randomUUID(), user.usernameKey, nameReservedUntil.toISOString())
          return 'erased'
        })
        // The log that writes go through first still has the row. Another process that reads puts this off to the next.
        if (erased) database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        return erased ?? 'stale'
      }),

    async [Symbol.asyncDispose]() {
      opened?.database.close()
      opened = undefined
    },
  }
}

const userIn = (row: unknown) => (row === undefined ? undefined : userOf(row as UserRow))
const usersIn = (rows: unknown[]) => rows.map((row) => userOf(row as UserRow))

const changedRowOf = ({ userId, version }: User, { username, usernameKey, disabled, at }: UserChange) => ({
  _id: userId,
  version,
  username,
  usernameKey,
  disabled: disabled ? 1 : null,
  at: at.toISOString(),
})

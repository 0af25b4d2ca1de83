import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { COLUMNS } from './sqlite-rows.ts'

/** Takes what `newRowOf` gives: by position, because names cost an import more than the rest of the call. */
const INSERT = `
  INSERT INTO users (_id, username, usernameKey, passwordHash, jobId, createdAt, updatedAt, disabled, passwordChangedAt)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`

/** A statement that reads users: its rows are arrays. */
function reading(database: DatabaseSync, rest: string): StatementSync {
  const statement = database.prepare(`SELECT ${COLUMNS} FROM users WHERE ${rest}`)
  statement.setReturnArrays(true)
  return statement
}

/** Every statement of the store, compiled once. SQLite compiles one again by itself when the schema has changed. */
export const prepareStatements = (database: DatabaseSync) => ({
  insert: database.prepare(INSERT),
  holderOf: database.prepare('SELECT _id FROM users WHERE usernameKey = ?'),
  find: reading(database, '_id = ? AND reservedUntil IS NULL'),
  findMany: reading(database, '_id IN (SELECT value FROM json_each(?)) AND reservedUntil IS NULL'),
  findByName: reading(database, 'usernameKey = ? AND reservedUntil IS NULL'),
  first: reading(database, 'createdAt IS NOT NULL ORDER BY createdAt, _id LIMIT ?'),
  after: reading(database, 'createdAt IS NOT NULL AND (createdAt, _id) > (?, ?) ORDER BY createdAt, _id LIMIT ?'),
  change: database.prepare(
    `UPDATE users SET username = $username, usernameKey = $usernameKey, disabled = $disabled, updatedAt = $at,
       version = $version + 1
     WHERE _id = $_id AND coalesce(version, 0) = $version AND reservedUntil IS NULL`,
  ),
  changePassword: database.prepare(
    `UPDATE users SET passwordHash = $passwordHash, passwordChangedAt = $at, updatedAt = $at,
       version = coalesce(version, 0) + 1
     WHERE _id = $_id AND reservedUntil IS NULL AND ($insteadOf IS NULL OR passwordHash = $insteadOf)`,
  ),
  upgradeHash: database.prepare('UPDATE users SET passwordHash = ? WHERE _id = ? AND passwordHash = ?'),
  delete: database.prepare('DELETE FROM users WHERE _id = ? AND usernameKey = ? AND reservedUntil IS NULL'),
  reserve: database.prepare('INSERT INTO users (_id, usernameKey, reservedUntil) VALUES (?, ?, ?)'),
  /** Of the reservations only the user's own has this id. */
  takeBack: database.prepare('DELETE FROM users WHERE _id = ? AND reservedUntil IS NOT NULL'),
  freeNames: database.prepare('DELETE FROM users WHERE reservedUntil < ?'),
})
export type Statements = ReturnType<typeof prepareStatements>

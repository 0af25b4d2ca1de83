import { hash } from 'node:crypto'

const FIRST = Date.UTC(2020, 0, 1)

/**
 * The `n`th of the users that are imported, always the same: a random id, an argon2id hash that is stored as it is, and
 * each a second after the one before.
 */
export function importedUser(n: number) {
  const digest = hash('sha512', `user ${n}`, 'buffer')
  const hex = digest.toString('hex', 0, 16)
  const salt = digest.toString('base64', 16, 32).replace(/=+$/, '')
  const output = digest.toString('base64', 32, 64).replace(/=+$/, '')
  return {
    id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
    username: `user-${n}`,
    passwordHash: `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${output}`,
    createdAt: new Date(FIRST + n * 1_000),
  }
}

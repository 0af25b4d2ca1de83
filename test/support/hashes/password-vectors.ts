import { hash } from '@node-rs/argon2'
import type { LegacyDigest } from '@registrar/users/foreign/legacy-digest'
import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import type { HashFault, ReadContext, StoredHash } from '@registrar/users/foreign/stored-hash'
import { wrapDigest } from '@registrar/users/foreign/wrapped-digest'
import vectors from '../../vectors/password-hashes.json' with { type: 'json' }

export type PasswordVector = (
  | { hash: string; fields?: undefined }
  | { fields: Record<string, unknown>; hash?: undefined }
) & { scheme: string; form: string; password: string; source: string }

/** Hashes of known passwords: published by the projects that use them, or made by their libraries (`source`). */
export const PASSWORD_VECTORS = vectors as PasswordVector[]

export const recognizeVector = (
  vector: PasswordVector,
  context?: ReadContext,
): StoredHash | LegacyDigest | HashFault =>
  vector.hash === undefined
    ? recognizeParts({ scheme: vector.scheme, ...vector.fields }, context)
    : recognizeHash(vector.hash, context)

/** The cheapest argon2id that node-rs makes: the tests are about everything around it. */
export const hashCheaply = (input: Buffer): Promise<string> =>
  hash(input, { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1, outputLen: 32 })

/** What would be stored for a hash that an import met. @throws Error when it is refused */
export async function storedTextOf(recognized: StoredHash | LegacyDigest | HashFault): Promise<string> {
  if (typeof recognized === 'string') throw new Error(`refused: ${recognized}`)
  return recognized.kind === 'stored' ? recognized.passwordHash : wrapDigest(recognized, hashCheaply)
}

/** A password that was typed as Registrar would normalise it. */
export const typed = (password: string) => ({ typed: password, normalized: password })

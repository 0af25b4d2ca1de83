import { canonicalUsername, MAX_UNITS_AS_WRITTEN } from '@registrar/shared/contract/canonical-username'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import { z } from 'zod'
import type { HashBounds } from '../foreign/hash-bounds.ts'
import type { LegacyDigest } from '../foreign/legacy-digest.ts'
import { recognizeParts } from '../foreign/password-parts.ts'
import { recognizeHash } from '../foreign/recognize-hash.ts'
import type { HashFault, StoredHash } from '../foreign/stored-hash.ts'
import type { NewUser } from '../user-store.ts'
import { importedUserId } from './imported-user-id.ts'
import { type NameKind, nameKindOf } from './name-kind.ts'

const EXTERNAL_ID_UNITS = 256
const time = z.iso.datetime({ offset: true }).nullish()

/** A row of the file. Optional members may be null as well, as exports of databases write them. */
const ImportRow = z.strictObject({
  id: z.guid().nullish(),
  /** The user's key in the other system. */
  externalId: z.union([z.string().min(1).max(EXTERNAL_ID_UNITS), z.int()]).nullish(),
  username: z.string(),
  passwordHash: z.string().nullish(),
  password: z.record(z.string(), z.unknown()).nullish(),
  createdAt: time,
  updatedAt: time,
  passwordChangedAt: time,
  disabled: z.boolean().nullish(),
})
type ImportRow = z.infer<typeof ImportRow>

/** Why a row is refused, and which of its members is at fault: a JSON pointer as a URI fragment. Never a value. */
export type RowFault = {
  code: FieldFault['code'] | HashFault | 'malformed_json' | 'username_taken' | 'id_taken'
  pointer: string
  /** Of a name that the rules refuse, for the summary. */
  nameKind?: NameKind
}

/** A user to insert, once its digest, if it came as one, is hashed. */
export type ReadUser = {
  user: NewUser
  /** What verifies it; a digest must be wrapped first, and replaces the empty `passwordHash` then. */
  hash: StoredHash | LegacyDigest
  /** What is wrong with its name by the rules of sign-up, where such names are let in. */
  nameKind?: NameKind
  /** The member that its userId comes from. */
  idPointer: string
}

export type RowRules = {
  usernameFaults(username: string): FieldFault[]
  bounds: HashBounds
  firebaseSignerKey?: Buffer | undefined
  /** Lets in names that sign-up would refuse. */
  allowNames?: boolean
}

/** Reads one line. Never throws. */
export function readRow(text: string | undefined, rules: RowRules): ReadUser | RowFault {
  const given = text === undefined ? undefined : parse(text)
  if (given === undefined) return { code: 'malformed_json', pointer: '#' }
  const { data: row, error } = ImportRow.safeParse(given)
  if (error) return shapeFault(error.issues[0]!, given)

  const [nameFault] = rules.usernameFaults(row.username)
  const refused = rules.allowNames ? impossibleName(row.username) : nameFault?.code
  if (refused) return { code: refused, pointer: '#/username', nameKind: nameKindOf(row.username, refused) }

  const hash = hashOf(row, rules)
  if ('code' in hash) return hash
  const usernameKey = canonicalUsername(row.username)
  const createdAt = row.createdAt ? new Date(row.createdAt) : new Date()
  return {
    user: {
      userId: importedUserId({ ...row, usernameKey }),
      username: row.username,
      usernameKey,
      passwordHash: hash.kind === 'stored' ? hash.passwordHash : '',
      createdAt,
      disabled: row.disabled ?? false,
      ...(row.updatedAt && { updatedAt: new Date(row.updatedAt) }),
      ...(row.passwordChangedAt && { passwordChangedAt: new Date(row.passwordChangedAt) }),
    },
    hash,
    ...(nameFault && { nameKind: nameKindOf(row.username, nameFault.code) }),
    idPointer: row.id ? '#/id' : row.externalId == null ? '#/username' : '#/externalId',
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hashOf({ passwordHash, password }: ImportRow, rules: RowRules): StoredHash | LegacyDigest | RowFault {
  if (passwordHash == null && password == null) return { code: 'required', pointer: '#/passwordHash' }
  if (passwordHash != null && password != null) return { code: 'unknown_field', pointer: '#/password' }
  const hash = passwordHash == null ? recognizeParts(password!, rules) : recognizeHash(passwordHash, rules)
  // One pointer for both members: it is where the user's hash would be.
  return typeof hash === 'string' ? { code: hash, pointer: '#/passwordHash' } : hash
}

/** Even where names are let in: what nobody can type, or two spellings of which a store could not tell apart. */
function impossibleName(username: string): FieldFault['code'] | undefined {
  if (username === '') return 'too_short'
  if (username.length > MAX_UNITS_AS_WRITTEN) return 'too_long'
  return /\p{Cc}/u.test(username) || !username.isWellFormed() ? 'invalid_characters' : undefined
}

function shapeFault(issue: z.core.$ZodIssue, given: unknown): RowFault {
  if (issue.code === 'unrecognized_keys') return { code: 'unknown_field', pointer: pointerTo(issue.keys[0]!) }
  const [name] = issue.path
  if (name === undefined) return { code: 'malformed_json', pointer: '#' } // no object
  const value = (given as Record<PropertyKey, unknown>)[name]
  return { code: value === undefined ? 'required' : 'wrong_type', pointer: pointerTo(String(name)) }
}

/** RFC 6901, section 6. */
const pointerTo = (name: string) =>
  `#/${encodeURIComponent(name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`

import { hash, randomBytes } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ApiScope } from '../contract/api-scope.ts'
import { ConfigurationError } from '../process/environment.ts'
import { demandOwnerOnly, OWNER_ONLY, readKeyFile, writeKeyFile } from './key-file.ts'

const KIND = { what: 'file of API keys', variable: 'API_KEYS_FILE' }
const KEY_BYTES = 32

/** Letters, digits and `-`, so that it can stand in a log line. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/

/** One API key as the file has it. Two may share a name: that is how a key is rotated. */
const ApiKey = z.strictObject({
  name: z.string().regex(NAME),
  scopes: z.array(ApiScope).min(1),
  /** SHA-256 of the key in hex. A fast hash is enough for 256 random bits, and a slow one would be an attacker's lever. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** Where the keys of a first run are, unless API_KEYS_FILE says otherwise; and the first key itself. */
export const apiKeyFilesBelow = (dataDir: string) => ({
  keysFile: join(dataDir, 'keys/api-keys.json'),
  firstKeyFile: join(dataDir, 'keys/first-api.key'),
})

export const digestOfKey = (key: string): Buffer => hash('sha256', key, 'buffer')

/** @throws ConfigurationError when the file is missing, damaged, or readable by anyone but its owner */
export function readApiKeys(file: string): ApiKey[] {
  const text = readKeyFile(file, KIND)
  demandOwnerOnly(file, KIND)
  const keys = z.array(ApiKey).safeParse(parse(text))
  if (!keys.success)
    throw new ConfigurationError(
      `${KIND.variable} names ${file}, which is not a ${KIND.what}; restore it from your backup.`,
    )
  return keys.data
}

/** Adds a new key to the file, creating it if needed, and returns the key. It cannot be recovered later. */
export function addApiKey(file: string, { name, scopes }: { name: string; scopes: string[] }): string {
  if (!NAME.test(name))
    throw new ConfigurationError(
      'The name of a key has 1 to 64 letters, digits and "-", and begins with a letter or digit.',
    )
  const unknown = scopes.filter((scope) => !ApiScope.safeParse(scope).success)
  if (unknown.length > 0 || scopes.length === 0)
    throw new ConfigurationError(`A scope is one of: ${ApiScope.options.join(', ')}; separate several with commas.`)
  const key = `rk_${randomBytes(KEY_BYTES).toString('base64url')}`
  const sha256 = digestOfKey(key).toString('hex')
  const keys = existsSync(file) ? readApiKeys(file) : []
  keys.push({ name, scopes: scopes as ApiScope[], sha256, createdAt: new Date().toISOString() })
  writeApiKeys(file, keys)
  return key
}

/** Makes the first key, with all scopes, in a file that only its owner can read; false when a file of keys exists. */
export function makeFirstApiKeyOnce({ keysFile, firstKeyFile }: ReturnType<typeof apiKeyFilesBelow>): boolean {
  if (existsSync(keysFile)) return false
  writeKeyFile(firstKeyFile, addApiKey(keysFile, { name: 'first', scopes: [...ApiScope.options] }), OWNER_ONLY)
  return true
}

/** Creates a file without keys; false when one exists. */
export function makeApiKeysOnce(file: string): boolean {
  if (existsSync(file)) return false
  writeApiKeys(file, [])
  return true
}

/** Atomically, so that a directory that reads it meanwhile sees the old file or the new one. */
function writeApiKeys(file: string, keys: ApiKey[]): void {
  writeKeyFile(`${file}.new`, JSON.stringify(keys, null, 2), OWNER_ONLY)
  renameSync(`${file}.new`, file)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

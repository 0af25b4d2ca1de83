import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../process/environment.ts'
import { demandOwnerOnly, OWNER_ONLY, READABLE_TO_ALL, readKeyFile, writeKeyFile } from './key-file.ts'
import { generateSealingKeyPair, type SealingKeyPair, sealingKeyPairOf } from './sealing-key.ts'

const PUBLIC = {
  what: 'sealing public key',
  variable: 'SEALING_PUBLIC_KEY_FILE',
  label: 'registrar-sealing-public-key',
  mode: READABLE_TO_ALL,
}
const PRIVATE = {
  what: 'sealing private key',
  variable: 'SEALING_PRIVATE_KEY_FILES',
  label: 'registrar-sealing-private-key',
  mode: OWNER_ONLY,
}
const KEY_BYTES = 32
type Kind = typeof PUBLIC
type KeyFiles = { publicFile: string; privateFile: string }

/** Where the keys of a first run are, unless variables say otherwise. */
export const keyFilesBelow = (dataDir: string): KeyFiles => ({
  publicFile: join(dataDir, 'keys/sealing-public.key'),
  privateFile: join(dataDir, 'keys/sealing-private.key'),
})

/**
 * Makes a key pair, the private file readable to its owner alone (0600); false when both files are there already.
 * @throws ConfigurationError when only one is there: a new pair beside it would make the loss complete
 */
export function makeKeysOnce({ publicFile, privateFile }: KeyFiles): boolean {
  const missing = [publicFile, privateFile].filter((file) => !existsSync(file))
  if (missing.length === 0) return false
  if (missing.length === 1)
    throw new ConfigurationError(
      `The key file ${missing[0]} is missing, but its other half exists; restore it from your backup, or delete the other half and lose the registrations that are still waiting.`,
    )
  const { publicKey, privateKey } = generateSealingKeyPair()
  writeKey(privateFile, PRIVATE, privateKey)
  writeKey(publicFile, PUBLIC, publicKey)
  return true
}

/** @throws ConfigurationError that says how to fix it, when the file is missing, unreadable or not a public key */
export const readPublicKey = (file: string): Buffer => readKey(file, PUBLIC)

/** @throws ConfigurationError that says how to fix it, also when others than its owner may read the file */
export const readPrivateKey = (file: string): SealingKeyPair => sealingKeyPairOf(readKey(file, PRIVATE))

function writeKey(file: string, { label, mode }: Kind, key: Buffer): void {
  writeKeyFile(file, `${label}:${key.toString('base64url')}`, mode)
}

function readKey(file: string, kind: Kind): Buffer {
  const [label, encoded = ''] = readKeyFile(file, kind).split(':')
  const other = kind === PUBLIC ? PRIVATE : PUBLIC
  if (label === other.label)
    throw new ConfigurationError(
      `${kind.variable} names ${file}, which holds the ${other.what}; swap the two files, or the variables that name them.`,
    )
  const key = Buffer.from(encoded, 'base64url')
  if (label !== kind.label || key.length !== KEY_BYTES)
    throw new ConfigurationError(
      `${kind.variable} names ${file}, which is not a ${kind.what}; restore it from your backup.`,
    )
  if (kind === PRIVATE) demandOwnerOnly(file, kind)
  return key
}

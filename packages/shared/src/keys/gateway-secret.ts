import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '../process/environment.ts'
import { demandOwnerOnly, OWNER_ONLY, readKeyFile, writeKeyFile } from './key-file.ts'

const KIND = { what: 'gateway secret', variable: 'GATEWAY_SECRET_FILE' }
const SECRET_BYTES = 32

/** Where the secret of a first run is, unless GATEWAY_SECRET_FILE says otherwise. */
export const gatewaySecretFileBelow = (dataDir: string): string => join(dataDir, 'keys/gateway.secret')

/** Makes the secret that all gateways share, readable to its owner alone; false when it is there already. */
export function makeGatewaySecretOnce(file: string): boolean {
  if (existsSync(file)) return false
  writeKeyFile(file, randomBytes(SECRET_BYTES).toString('base64url'), OWNER_ONLY)
  return true
}

/**
 * Reads the key of the gateways' HMACs: CSRF tokens and idempotency fingerprints.
 * @throws ConfigurationError that says how to fix it
 */
export function readGatewaySecret(file: string): Buffer {
  const secret = Buffer.from(readKeyFile(file, KIND), 'base64url')
  if (secret.length !== SECRET_BYTES)
    throw new ConfigurationError(
      `${KIND.variable} names ${file}, which is not a ${KIND.what}; restore it, or delete it and run npm run keys.`,
    )
  demandOwnerOnly(file, KIND)
  return secret
}

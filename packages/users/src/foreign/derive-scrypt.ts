import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { HashBounds } from './hash-bounds.ts'
import type { HashCost, HashFault } from './stored-hash.ts'

/** Of RFC 7914, 2: cost, block size and parallelization. */
export type ScryptParameters = { N: number; r: number; p: number }

const derive = promisify<Buffer, Buffer, number, object, Buffer>(scrypt)

/** Checks the limits of the algorithm (RFC 7914, 2) and the bounds. */
export function scryptFault({ N, r, p }: ScryptParameters, bounds: HashBounds): HashFault | undefined {
  if (!(N >= 2 && r >= 1 && p >= 1)) return 'hash_malformed'
  const bytes = 128 * r * Math.max(N, p)
  if (bytes > bounds.scryptMemoryKib * 1024 || N * r * p > bounds.scryptWork) return 'hash_out_of_bounds'
  const cost = Math.log2(N)
  return Number.isInteger(cost) && cost < 16 * r ? undefined : 'hash_malformed'
}

/** Node's default limit is 32 MiB, which the parameters of most systems exceed. */
export const deriveScrypt = (
  password: Buffer,
  salt: Buffer,
  bytes: number,
  { N, r, p }: ScryptParameters,
): Promise<Buffer> => derive(password, salt, bytes, { N, r, p, maxmem: memoryBytes({ N, r, p }) })

export const scryptCost = (scheme: string, { N, r, p }: ScryptParameters): HashCost => ({
  label: `${scheme} N=${N},r=${r},p=${p}`,
  memoryKib: Math.ceil(memoryBytes({ N, r, p }) / 1024),
  milliseconds: (N * r * p) / 2_600,
})

/** As OpenSSL counts it. */
const memoryBytes = ({ N, r, p }: ScryptParameters): number => 128 * r * (N + p + 2)

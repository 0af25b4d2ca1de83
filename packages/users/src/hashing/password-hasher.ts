import { ConfigurationError } from '@registrar/shared/process/environment'
import { hashBegun, hashEnded } from '@registrar/shared/telemetry/observations'

export type Argon2Parameters = { memoryKib: number; timeCost: number; parallelism: number }
export type Argon2Engine = 'node-rs' | 'argon2'

/** Hashes with argon2id and a fresh random salt of 16 bytes to a PHC string with 32 bytes of output. */
export type PasswordHasher = { engine: Argon2Engine; hash(password: Buffer): Promise<string> }

/** OWASP Password Storage Cheat Sheet: minimum parameter sets of equal strength. */
export const OWASP_MINIMA = [
  { memoryKib: 47_104, timeCost: 1 },
  { memoryKib: 19_456, timeCost: 2 },
  { memoryKib: 12_288, timeCost: 3 },
  { memoryKib: 9_216, timeCost: 4 },
  { memoryKib: 7_168, timeCost: 5 },
]

/** @throws ConfigurationError when the parameters are weaker than every one of OWASP's sets */
export function demandStrength({ memoryKib, timeCost }: Argon2Parameters): void {
  if (OWASP_MINIMA.some((least) => memoryKib >= least.memoryKib && timeCost >= least.timeCost)) return
  const sets = OWASP_MINIMA.map((least) => `${least.memoryKib} and ${least.timeCost}`).join(', ')
  throw new ConfigurationError(
    `ARGON2_MEMORY_KIB ${memoryKib} with ARGON2_TIME_COST ${timeCost} is weaker than OWASP allows; use at least one of: ${sets}.`,
  )
}

/**
 * Loads the requested engine, or the fastest that has a binary for this machine. Each engine verifies what the other has
 * hashed. Their defaults differ, so every parameter is always given.
 * @throws ConfigurationError when the parameters are too weak or the requested engine cannot be loaded
 */
export async function createPasswordHasher(
  parameters: Argon2Parameters,
  requested?: Argon2Engine,
): Promise<PasswordHasher> {
  demandStrength(parameters)
  const engines = requested ? [requested] : (['node-rs', 'argon2'] as const)
  for (const engine of engines) {
    try {
      return { engine, hash: observed(await LOADERS[engine](parameters)) }
    } catch {
      // No binary for this machine: try the next one.
    }
  }
  throw new ConfigurationError(
    `The argon2 engine ${engines.join(' or ')} has no binary for this machine; set ARGON2_ENGINE to the other one, or unset it.`,
  )
}

const observed =
  (hash: PasswordHasher['hash']): PasswordHasher['hash'] =>
  async (password) => {
    const call = {}
    hashBegun.publish(call)
    try {
      return await hash(password)
    } finally {
      hashEnded.publish(call)
    }
  }

const LOADERS: Record<Argon2Engine, (parameters: Argon2Parameters) => Promise<PasswordHasher['hash']>> = {
  'node-rs': async ({ memoryKib: memoryCost, timeCost, parallelism }) => {
    const { hash } = await import('@node-rs/argon2')
    const algorithm = 2 // Algorithm.Argon2id, a const enum that type stripping cannot read
    return (password) => hash(password, { algorithm, memoryCost, timeCost, parallelism, outputLen: 32 })
  },
  argon2: async ({ memoryKib: memoryCost, timeCost, parallelism }) => {
    const { argon2id, hash } = await import('argon2')
    return async (password) =>
      inReferenceOrder(await hash(password, { type: argon2id, memoryCost, timeCost, parallelism, hashLength: 32 }))
  },
}

/** argon2 0.45 writes m, p, t. The reference implementation, and most readers of its hashes, require m, t, p. */
const inReferenceOrder = (phc: string) => phc.replace(/(m=\d+),(p=\d+),(t=\d+)/, '$1,$3,$2')

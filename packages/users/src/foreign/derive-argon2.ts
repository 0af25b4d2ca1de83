export type Argon2Hash = {
  variant: 'argon2d' | 'argon2i' | 'argon2id'
  version: 16 | 19
  memoryKib: number
  timeCost: number
  parallelism: number
  salt: Buffer
  hash: Buffer
}

type Derive = (password: Buffer, hash: Argon2Hash) => Promise<Buffer>

let engine: Promise<Derive> | undefined

/** The output of `hash` for `password`: by the fastest engine that has a binary for this machine. */
export async function deriveArgon2(password: Buffer, hash: Argon2Hash): Promise<Buffer> {
  engine ??= loadNodeRs().catch(loadArgon2)
  return (await engine)(password, hash)
}

/** Its enums are const ones, which type stripping cannot read: 0, 1, 2 are argon2d, argon2i, argon2id, here and there. */
const VARIANTS = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

async function loadNodeRs(): Promise<Derive> {
  const { hashRaw } = await import('@node-rs/argon2')
  return (password, { variant, version, memoryKib, timeCost, parallelism, salt, hash }) =>
    hashRaw(password, {
      algorithm: VARIANTS[variant],
      version: version === 19 ? 1 : 0,
      memoryCost: memoryKib,
      timeCost,
      parallelism,
      salt,
      outputLen: hash.length,
    })
}

async function loadArgon2(): Promise<Derive> {
  const argon2 = await import('argon2')
  return (password, { variant, version, memoryKib, timeCost, parallelism, salt, hash }) =>
    argon2.hash(password, {
      raw: true,
      type: VARIANTS[variant],
      version,
      memoryCost: memoryKib,
      timeCost,
      parallelism,
      salt,
      hashLength: hash.length,
    })
}

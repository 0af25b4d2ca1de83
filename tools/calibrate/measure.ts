import type { PasswordHasher } from '@registrar/users/hashing/password-hasher'

const PASSWORD = Buffer.from('any password: its length hardly matters')

/** Enough that one of them is left alone by whatever else runs here; fewer of those that take long. */
const HASHES = { least: 2, most: 8, withinMs: 1_000 }

/** How long a hash takes with nothing beside it, in ms: the fastest of a few, for a disturbance can only slow one down. */
export async function msOfOne({ hash }: PasswordHasher): Promise<number> {
  const times: number[] = []
  const isEnough = () => times.length >= HASHES.least && times.reduce((all, ms) => all + ms) > HASHES.withinMs
  while (times.length < HASHES.most && !isEnough()) {
    const begun = performance.now()
    await hash(PASSWORD)
    times.push(performance.now() - begun)
  }
  return Math.min(...times)
}

/** Hashes a second with `concurrency` of them at any time, measured for `ms`, and for each lane's last hash. */
export async function hashesPerSecond({ hash }: PasswordHasher, concurrency: number, ms: number): Promise<number> {
  const begun = performance.now()
  let hashes = 0
  const lane = async () => {
    while (performance.now() - begun < ms) {
      await hash(PASSWORD)
      hashes++
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return (hashes * 1_000) / (performance.now() - begun)
}

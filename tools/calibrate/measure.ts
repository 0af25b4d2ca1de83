import type { PasswordHasher } from '@registrar/users/hashing/password-hasher'

const PASSWORD = Buffer.from('any password: its length hardly matters')

/** Enough that one of them runs undisturbed by other programs; fewer when a hash takes long. */
const HASHES = { least: 2, most: 8, withinMs: 1_000 }

/** How long one hash takes on its own, in ms: the fastest of a few, because disturbances only slow hashes down. */
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

/** Hashes a second with `concurrency` of them in flight, measured for `ms` and until each lane's last hash is done. */
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

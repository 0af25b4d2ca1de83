/** More clients over their limit than this are forgotten: each is then one more question to Redis. */
const MOST_KNOWN = 10_000

/** Which clients are over their limit, and for how long: Redis need not be asked about them again. */
export type KnownLimits = {
  note(network: string, ms: number): void
  /** 0 for a client that is not known to be over its limit. */
  msLeft(network: string): number
}

export function createKnownLimits(): KnownLimits {
  const endsAt = new Map<string, number>()
  return {
    note(network, ms) {
      if (endsAt.size >= MOST_KNOWN) endsAt.clear()
      endsAt.set(network, performance.now() + ms)
    },
    msLeft(network) {
      const end = endsAt.get(network)
      if (end === undefined) return 0
      const ms = end - performance.now()
      if (ms <= 0) endsAt.delete(network)
      return Math.max(0, ms)
    },
  }
}

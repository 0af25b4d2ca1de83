const FIRST_MS = 60_000
const LONGEST_MS = 15 * 60_000

/** How long to wait before the next look at a parked endpoint, when `probes` were in vain: 1, 2, 4, 8, then 15 minutes. */
export const probePauseMs = (probes: number, askedForMs = 0): number =>
  Math.max(Math.min(FIRST_MS * 2 ** probes, LONGEST_MS), askedForMs)

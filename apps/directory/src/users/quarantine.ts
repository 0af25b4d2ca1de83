/** Until when a name that is given up at `at` stays taken; undefined: it is free at once. */
export type Quarantine = (at: Date) => Date | undefined

/** The last moment that every store can keep. */
const FOREVER = new Date('9999-12-31T23:59:59.999Z')

export function createQuarantine(days: number | 'forever'): Quarantine {
  if (days === 'forever') return () => FOREVER
  return days === 0 ? () => undefined : (at) => new Date(at.getTime() + days * 86_400_000)
}

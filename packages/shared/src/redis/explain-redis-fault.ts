// Redis answers, but refuses: the beginnings of its error replies, and what to do about each.
const FIXES = [
  ['MISCONF', 'Redis cannot write its file: free some space on its disk, or repair it'],
  ['OOM', 'Redis has reached its maxmemory: add workers so that the backlog drains, or give it more memory'],
  ['NOREPLICAS', 'Redis has too few replicas in sync: bring them back, or lower its min-replicas-to-write'],
  ['READONLY', 'this Redis is a replica and takes no writes: promote it, or let REDIS_URL name the primary'],
  ['MASTERDOWN', 'this Redis is a replica and takes no writes: promote it, or let REDIS_URL name the primary'],
  ['UNBLOCKED', 'this Redis is a replica and takes no writes: promote it, or let REDIS_URL name the primary'],
  ['NOAUTH', 'Redis requires a password: add it to REDIS_URL'],
  ['WRONGPASS', 'Redis rejects this password: correct REDIS_URL'],
  ['NOPERM', 'Redis denies this user a command: give it ~bull:* ~registrar:* &registrar:* +@all -@dangerous +info'],
  ['Command timed out', 'Redis does not answer in time: it is overloaded, frozen or unreachable'],
  ['LOADING', 'Redis is still loading its file: wait until it has finished'],
] as const

/** What an operator can do about a refusal of Redis; for any other fault of it, its kind. Never holds data. */
export function explainRedisFault(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const known = FIXES.find(([code]) => error.message.includes(code))
  const { code } = error as { code?: unknown }
  return known?.[1] ?? (typeof code === 'string' ? code : error.name)
}

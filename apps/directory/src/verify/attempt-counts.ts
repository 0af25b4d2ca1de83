/** Failures in a row, the attempts in flight among them: an attempt counts as failed until it has succeeded. */
type Count = { failures: number /** In ms since 1970. */; notBefore: number }

/** What is remembered of one name. */
export type AttemptCounts = {
  /** When the first of these attempts came, in ms since 1970: counts that are forgotten begin again, at another time. */
  since: number
  /** Of all clients that have not succeeded recently. */
  shared: Count
  /** Of each client that has, by its digest: a stranger's failures do not keep it out. */
  clients: Record<string, Count & { succeededAt: number }>
}

/** One attempt that may proceed, and which count it is in: what `succeed` and `withdraw` need to know. */
export type Attempt = {
  client: string | undefined
  inOwnCount: boolean
  since: number
  notBefore: number
  notBeforeUntilNow: number
}

export type Refused = { retryAfterSeconds: number; isClosed: boolean }

/** NIST SP 800-63B-4, 3.2.2: no more than 100 failures in a row. */
const CLOSED_AT = 100
const FREE_FAILURES = 5
const LONGEST_WAIT_SECONDS = 15 * 60

const DAY_MS = 86_400_000
/** How long a client that has succeeded keeps a count of its own. */
const KNOWN_CLIENT_MS = 30 * DAY_MS
/** A name has few devices; without a limit, anyone who knows the password could fill Redis with invented ones. */
const MAX_CLIENTS = 20

export const noCounts = (): AttemptCounts => ({ since: 0, shared: { failures: 0, notBefore: 0 }, clients: {} })

/** Whether nothing is known that would have to be kept. */
export const isEmpty = ({ shared, clients }: AttemptCounts): boolean =>
  shared.failures === 0 && Object.keys(clients).length === 0

/** Counts an attempt before anything is hashed for it, or refuses it and counts nothing. */
export function begin(counts: AttemptCounts, client: string | undefined, now: number): Attempt | Refused {
  if (isEmpty(counts)) counts.since = now
  const own = client === undefined ? undefined : knownClient(counts, client, now)
  const count = own ?? counts.shared
  if (count.failures >= CLOSED_AT) return { retryAfterSeconds: LONGEST_WAIT_SECONDS, isClosed: true }
  if (now < count.notBefore) return { retryAfterSeconds: Math.ceil((count.notBefore - now) / 1_000), isClosed: false }
  const notBeforeUntilNow = count.notBefore
  count.failures += 1
  count.notBefore = now + waitSeconds(count.failures) * 1_000
  const { since } = counts
  return { client, inOwnCount: own !== undefined, since, notBefore: count.notBefore, notBeforeUntilNow }
}

/** The password was right: the count that the attempt was in starts again, and its client is known from now on. */
export function succeed(counts: AttemptCounts, { client, inOwnCount, since }: Attempt, now: number): void {
  if (counts.since !== since) return // it has been forgotten, as an erased user is: nothing of it comes back
  if (!inOwnCount) counts.shared = noCounts().shared
  if (client === undefined) return
  counts.clients[client] = { failures: 0, notBefore: 0, succeededAt: now }
  const latest = Object.entries(counts.clients).sort(([, one], [, other]) => other.succeededAt - one.succeededAt)
  counts.clients = Object.fromEntries(
    latest.slice(0, MAX_CLIENTS).filter(([, { succeededAt }]) => isKnown(succeededAt, now)),
  )
}

/** Nothing was hashed, so nothing is known about the password: the attempt does not count. */
export function withdraw(counts: AttemptCounts, attempt: Attempt): void {
  const { client, inOwnCount, since, notBefore, notBeforeUntilNow } = attempt
  if (counts.since !== since) return
  const count = inOwnCount ? counts.clients[client!] : counts.shared
  if (!count || count.failures === 0) return
  count.failures -= 1
  if (count.notBefore === notBefore) count.notBefore = notBeforeUntilNow
}

/** Resets the failures and keeps the known clients. */
export function forgetFailures(counts: AttemptCounts): void {
  counts.shared = noCounts().shared
  for (const count of Object.values(counts.clients)) Object.assign(count, noCounts().shared)
}

/**
 * How long the counts must be kept without another attempt, in seconds. Short where little is known, or guesses at
 * invented names would fill Redis; effectively forever where the name is closed. The same for known and unknown names.
 */
export function secondsToKeep({ shared, clients }: AttemptCounts): number {
  const counts = [shared, ...Object.values(clients)]
  const mostFailures = Math.max(...counts.map(({ failures }) => failures))
  const days = mostFailures >= CLOSED_AT ? 3_650 : mostFailures >= FREE_FAILURES || counts.length > 1 ? 30 : 1
  return (days * DAY_MS) / 1_000
}

const isKnown = (succeededAt: number, now: number) => now - succeededAt < KNOWN_CLIENT_MS

function knownClient({ clients }: AttemptCounts, client: string, now: number): Count | undefined {
  const count = Object.hasOwn(clients, client) ? clients[client] : undefined
  return count && isKnown(count.succeededAt, now) ? count : undefined
}

/** After that many failures: none below five, then 1 s, 2 s, 4 s … up to 15 minutes. */
const waitSeconds = (failures: number) =>
  failures < FREE_FAILURES ? 0 : Math.min(2 ** (failures - FREE_FAILURES), LONGEST_WAIT_SECONDS)

import { byName, count, duration, latency, rate } from '../format.ts'
import { backlogIn, sum, type Tally } from './tally.ts'

/** Refusals caused by the server's settings rather than its capacity, and the fix. */
const FIXES: Record<string, string> = {
  too_many_requests:
    'RATE_LIMIT_PER_MINUTE limits how many sign-ups this address may send. For a test, start the server with RATE_LIMIT_PER_MINUTE=0.',
  overloaded:
    'The backlog was full: MAX_BACKLOG limits how many may wait. Add workers, or raise it and the memory of Redis.',
  queue_unavailable: 'Redis was unavailable or refused writes: the log of the gateway says why.',
}

/** The result of a storm. `seconds` is how long it took, from the first arrival to the last end. */
export function summary(tally: Tally, seconds: number): string {
  const { completed, rejected, failed, unknown } = tally.ended
  const row = (label: string, value: number, note = '') =>
    `${label.padEnd(10)}${count(value).padStart(9)}   ${note}`.trimEnd()
  const times = [50, 99, 100].map((percentile) => latency(tally.acceptLatencies, percentile))
  return [
    row('sent', tally.sent),
    row('accepted', tally.accepted, tally.accepted > 0 ? `p50 ${times[0]}   p99 ${times[1]}   max ${times[2]}` : ''),
    row('refused', sum(tally.refused), byName(tally.refused)),
    row('no answer', sum(tally.unanswered), byName(tally.unanswered)),
    row('completed', completed, completed > 0 ? `${rate(completed / seconds)} in ${duration(seconds)}` : ''),
    row('rejected', rejected),
    row('failed', failed, failed > 0 ? 'npm run retry lists them with their reasons' : ''),
    row('not ended', notEnded(tally), unknown > 0 ? `${count(unknown)} of these unknown to the server` : ''),
    ...(tally.events === undefined ? [] : [row('events', tally.events, 'at a receiver of webhooks')]),
    '',
    verdict(tally),
    ...[...tally.refused.keys()].flatMap((code) => FIXES[code] ?? []),
  ].join('\n')
}

/** True when something was accepted, all of it has ended and, where they are counted, has its event. */
export const isGood = (tally: Tally) => tally.accepted > 0 && notEnded(tally) === 0 && withoutEvent(tally) === 0

const withoutEvent = ({ accepted, events = accepted }: Tally) => accepted - events

/** A registration that the server no longer knows counts as not ended: nobody has seen its outcome. */
const notEnded = (tally: Tally) => backlogIn(tally) + tally.ended.unknown

function verdict(tally: Tally): string {
  if (tally.accepted === 0) return 'Nothing was accepted.'
  const left = notEnded(tally)
  if (left > 0) return `${count(left)} of ${count(tally.accepted)} accepted registrations did not end.`
  const silent = withoutEvent(tally)
  if (silent > 0) return `${count(silent)} of ${count(tally.accepted)} accepted registrations ended without an event.`
  return `All ${count(tally.accepted)} accepted registrations have ended.`
}

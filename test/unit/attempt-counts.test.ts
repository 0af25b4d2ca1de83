import { describe, expect, it } from 'vitest'
import {
  type Attempt,
  type AttemptCounts,
  begin,
  forgetFailures,
  noCounts,
  secondsToKeep,
  succeed,
  withdraw,
} from '../../apps/directory/src/verify/attempt-counts.ts'

const NOW = Date.parse('2026-01-02T03:04:05.678Z')
const DAY_MS = 86_400_000

/** Begins an attempt that goes on. @throws Error when it is refused */
function begun(counts: AttemptCounts, client?: string, now = NOW): Attempt {
  const attempt = begin(counts, client, now)
  if ('isClosed' in attempt) throw new Error(`refused for ${attempt.retryAfterSeconds} s`)
  return attempt
}

/** Fails until the count says `failures`, each as soon as the wait allows; returns the moment of the last. */
function failUntil(counts: AttemptCounts, failures: number, client?: string): number {
  let now = NOW
  while (counts.shared.failures < failures) {
    now = Math.max(now, counts.shared.notBefore)
    begun(counts, client, now)
  }
  return now
}

describe('the counts of one name', () => {
  it('let five failures pass, then make the wait double from 1 s to 15 minutes', () => {
    const counts = noCounts()
    for (let n = 0; n < 5; n++) begun(counts)
    const waits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    let now = NOW
    for (const retryAfterSeconds of waits) {
      expect(begin(counts, undefined, now)).toEqual({ retryAfterSeconds, isClosed: false })
      now += retryAfterSeconds * 1_000
      begun(counts, undefined, now)
    }
  })

  it('close the name after a hundred failures in a row, for good', () => {
    const counts = noCounts()
    const now = failUntil(counts, 100)
    expect(begin(counts, undefined, now + 1_000 * DAY_MS)).toMatchObject({ isClosed: true })
    forgetFailures(counts)
    begun(counts)
  })

  it('begin anew with a success, and with a success alone', () => {
    const counts = noCounts()
    failUntil(counts, 5)
    succeed(counts, begun(counts, undefined, counts.shared.notBefore), NOW)
    expect(counts.shared).toEqual({ failures: 0, notBefore: 0 })
  })

  it('let a client that has succeeded in while strangers are shut out, and shut it out by its own failures alone', () => {
    const counts = noCounts()
    succeed(counts, begun(counts, 'phone'), NOW)
    failUntil(counts, 100, 'stranger')
    expect(begin(counts, 'another', NOW)).toMatchObject({ isClosed: true })
    const attempt = begun(counts, 'phone')
    succeed(counts, attempt, NOW)
    expect(counts.shared.failures).toBe(100)
    for (let n = 0; n < 5; n++) begun(counts, 'phone')
    expect(begin(counts, 'phone', NOW)).toMatchObject({ retryAfterSeconds: 1 })
  })

  it('know a client for 30 days after its last success, and at most 20 of them', () => {
    const counts = noCounts()
    succeed(counts, begun(counts, 'phone'), NOW)
    failUntil(counts, 100, 'stranger')
    begun(counts, 'phone', NOW + 30 * DAY_MS - 1)
    expect(begin(counts, 'phone', NOW + 30 * DAY_MS)).toMatchObject({ isClosed: true })
    forgetFailures(counts)
    for (let n = 0; n < 25; n++) succeed(counts, begun(counts, `client ${n}`), NOW + n)
    expect(Object.keys(counts.clients).sort()).toEqual(Array.from({ length: 20 }, (_, n) => `client ${n + 5}`).sort())
  })

  it('are as before when an attempt is withdrawn', () => {
    const counts = noCounts()
    const now = failUntil(counts, 7)
    const before = structuredClone(counts)
    withdraw(counts, begun(counts, undefined, now + 60_000))
    expect(counts).toEqual(before)
  })

  it('are kept for a day while little is known, and as good as for ever once the name is closed', () => {
    const counts = noCounts()
    begun(counts)
    expect(secondsToKeep(counts)).toBe(86_400)
    failUntil(counts, 5)
    expect(secondsToKeep(counts)).toBe(30 * 86_400)
    failUntil(counts, 100)
    expect(secondsToKeep(counts)).toBe(3_650 * 86_400)
  })
})

import { describe, expect, it } from 'vitest'
import { probePauseMs } from '../../apps/notifier/src/schedule/probe-pause.ts'
import { retryAfterMs } from '../../apps/notifier/src/schedule/retry-after.ts'
import { MAX_ATTEMPTS, retryDelayMs } from '../../apps/notifier/src/schedule/retry-delay.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('an event that fails', () => {
  it('is tried again after the steps of Standard Webhooks, ten times in all', () => {
    const steps = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, n) => retryDelayMs(n + 1, 0, 0.5))
    const hours = [2, 5, 10, 14, 20, 24].map((count) => count * HOUR)
    expect(steps).toEqual([5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...hours])
  })

  it('waits a fifth more or less, so that what failed together does not come back together', () => {
    expect(retryDelayMs(2, 0, 0)).toBe(4 * MINUTE)
    expect(retryDelayMs(2, 0, 1)).toBe(6 * MINUTE)
    expect(new Set(Array.from({ length: 20 }, () => retryDelayMs(5))).size).toBeGreaterThan(1)
  })

  it('waits as long as the receiver asks, never less than the schedule', () => {
    expect(retryDelayMs(1, 90 * SECOND, 0.5)).toBe(90 * SECOND)
    expect(retryDelayMs(3, 90 * SECOND, 0.5)).toBe(30 * MINUTE)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-25T10:00:00Z')
  it.each([
    ['120', 120 * SECOND],
    [' 0 ', 0],
    ['Wed, 25 Nov 2026 10:05:00 GMT', 5 * MINUTE],
    ['Wed, 25 Nov 2026 09:00:00 GMT', 0],
    ['999999999', 24 * HOUR],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('%j is understood', (header, pause) => {
    expect(retryAfterMs(header, now)).toBe(pause)
  })
})

it('a parked endpoint is probed after 1, 2, 4, 8, then every 15 minutes, later if it asks for that', () => {
  expect([0, 1, 2, 3, 4, 50].map((probes) => probePauseMs(probes) / MINUTE)).toEqual([1, 2, 4, 8, 15, 15])
  expect(probePauseMs(0, HOUR)).toBe(HOUR)
})

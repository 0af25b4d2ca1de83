import { describe, expect, it } from 'vitest'
import { createWaitingLine, drainOf } from '../../apps/gateway/src/limits/retry-after.ts'

describe('how fast the queue drains', () => {
  it('is known from what was added and what waits', () => {
    const counts = [
      { at: 0, backlog: 100, everAdded: 1_000 },
      { at: 10_000, backlog: 150, everAdded: 1_250 },
    ]
    expect(drainOf(counts)).toEqual({ perSecond: 20, watchedSeconds: 10 })
  })

  it('leaves out the times in which there was nothing to drain', () => {
    const counts = [
      { at: 0, backlog: 0, everAdded: 0 },
      { at: 50_000, backlog: 60, everAdded: 60 },
      { at: 52_000, backlog: 20, everAdded: 60 },
    ]
    expect(drainOf(counts)).toEqual({ perSecond: 20, watchedSeconds: 2 })
  })

  it.each([[[]], [[{ at: 0, backlog: 5, everAdded: 5 }]]])('is unknown from %j', (counts) => {
    expect(drainOf(counts)).toEqual({ perSecond: 0, watchedSeconds: 0 })
  })
})

describe('Retry-After of a full backlog', () => {
  const known = { perSecond: 2, watchedSeconds: 60 }

  it('sends each to the end of the line of those turned away before', () => {
    const line = createWaitingLine()
    const waits = Array.from({ length: 100 }, () => line.waitSeconds(known))
    expect(waits[0]).toBe(5)
    expect(waits[99]).toBeGreaterThanOrEqual(49)
    expect(waits[99]).toBeLessThanOrEqual(50)
  })

  it('is ten minutes at the most, also when nothing drains any more', () => {
    expect(createWaitingLine().waitSeconds({ perSecond: 0, watchedSeconds: 60 })).toBe(600)
    expect(createWaitingLine().waitSeconds({ perSecond: 0.0001, watchedSeconds: 60 })).toBe(600)
  })

  it.each([
    [0, 5],
    [2, 5],
    [20, 20],
  ])('is no longer than the queue was watched: after %i s without an end, %i s', (watchedSeconds, wait) => {
    expect(createWaitingLine().waitSeconds({ perSecond: 0, watchedSeconds })).toBe(wait)
  })
})

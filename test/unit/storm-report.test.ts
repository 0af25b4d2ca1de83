import { describe, expect, it } from 'vitest'
import { duration, rate } from '../../tools/format.ts'
import { createProgress } from '../../tools/storm/progress.ts'
import { isGood, summary } from '../../tools/storm/summary.ts'
import { countUp, createTally } from '../../tools/storm/tally.ts'
import { board } from '../../tools/storm/view.ts'

/** Half of a storm of 100: all sent ones accepted, 20 of them ended. */
const halfWay = () => {
  const tally = createTally(100)
  Object.assign(tally, { sent: 50, accepted: 50 })
  tally.ended.completed = 20
  return tally
}

describe('the board of a storm', () => {
  it('divides the bar among what has ended, what waits and what is still to be sent', () => {
    const tally = halfWay()
    const [, bar] = board(tally, createProgress(tally, 10)()).split('\n')
    expect(bar).toMatch(/^█{8}▒{12}░{20} {3}20 %/)
  })

  it('leaves out sign-ups that are likely to be refused', () => {
    const tally = halfWay()
    tally.accepted = 25
    const { ended, waiting } = createProgress(tally, 10)()
    expect(ended).toBeCloseTo(20 / 50)
    expect(waiting).toBeCloseTo(5 / 50)
  })

  it('shows no remaining time while nothing ends', () => {
    const tally = halfWay()
    expect(createProgress(tally, 10)().secondsLeft).toBeUndefined()
  })

  it('formats durations and rates for reading', () => {
    expect([0.2, 59, 124, 3_780].map(duration)).toEqual(['1 s', '59 s', '2 min 4 s', '1 h 3 min'])
    expect([0, 8.44, 1_234].map(rate)).toEqual(['0.0/s', '8.4/s', '1,234/s'])
  })
})

describe('the summary of a storm', () => {
  it('is good when something was accepted and all of it has ended, whatever the outcome', () => {
    const tally = halfWay()
    expect(isGood(tally)).toBe(false)
    Object.assign(tally.ended, { completed: 40, rejected: 7, failed: 3 })
    expect(isGood(tally)).toBe(true)
    expect(summary(tally, 10)).toContain('All 50 accepted registrations have ended.')
    expect(isGood(createTally(100))).toBe(false)
    expect(summary(createTally(100), 10)).toContain('Nothing was accepted.')
  })

  it('counts a registration that the server does not know as one that did not end', () => {
    const tally = halfWay()
    Object.assign(tally.ended, { completed: 49, unknown: 1 })
    expect(isGood(tally)).toBe(false)
    expect(summary(tally, 10)).toMatch(/^not ended +1 {3}1 of these unknown to the server$/m)
  })

  it('is not good when one of the accepted has no event, where events are counted', () => {
    const tally = halfWay()
    tally.ended.completed = 50
    tally.events = 49
    expect(isGood(tally)).toBe(false)
    expect(summary(tally, 10)).toContain('1 of 50 accepted registrations ended without an event.')
    tally.events = 50
    expect(isGood(tally)).toBe(true)
  })

  it('names the refusals by their codes, the most frequent first, and how to avoid them', () => {
    const tally = halfWay()
    for (const code of ['too_many_requests', 'overloaded', 'overloaded']) countUp(tally.refused, code)
    const text = summary(tally, 10)
    expect(text).toMatch(/^refused +3 {3}overloaded 2, too_many_requests 1$/m)
    expect(text).toContain('RATE_LIMIT_PER_MINUTE=0')
    expect(text).toContain('MAX_BACKLOG')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evenArrivals, parsePhases, randomArrivals } from '../../bench/simulate/arrivals.ts'
import { figuresOf } from '../../bench/simulate/figures.ts'
import { fluidFormula } from '../../bench/simulate/fluid-formula.ts'
import { simulateQueue } from '../../bench/simulate/queue.ts'

const atOnce = (count: number) => Array<number>(count).fill(0)
const taking = (ms: number) => () => ms

describe('cases whose answer is known', () => {
  it('ten at once, two workers, a second each: two end each second, the last after five', () => {
    const run = simulateQueue({ arrivals: atOnce(10), workers: 2, workMs: taking(1_000) })
    expect(run.served.map(({ endedAt }) => endedAt / 1_000)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect(figuresOf(run)).toEqual({
      peakBacklog: 10,
      refused: 0,
      wait: { p50: 3_000, p99: 5_000, longest: 5_000 },
      drainedAfterMs: 5_000,
    })
  })

  it('exactly as many as the workers can do: nobody waits longer than the work takes', () => {
    const run = simulateQueue({ arrivals: evenArrivals([{ rate: 20, seconds: 10 }]), workers: 2, workMs: taking(100) })
    expect(figuresOf(run)).toMatchObject({ peakBacklog: 2, drainedAfterMs: 10_050 })
    expect(run.served.every(({ arrivedAt, begunAt }) => begunAt === arrivedAt)).toBe(true)
  })

  it('a free worker does not wait for a busy one: the short work behind a long one is done by the other', () => {
    const work = [5_000, 1_000, 1_000, 1_000]
    const run = simulateQueue({ arrivals: atOnce(4), workers: 2, workMs: () => work.shift()! })
    expect(run.served.map(({ begunAt, endedAt }) => [begunAt, endedAt])).toEqual([
      [0, 5_000],
      [0, 1_000],
      [1_000, 2_000],
      [2_000, 3_000],
    ])
  })

  it('a full backlog refuses; who comes as soon as one has ended is let in', () => {
    const run = simulateQueue({ arrivals: [0, 0, 0, 999, 1_000], workers: 1, workMs: taking(1_000), maxBacklog: 2 })
    expect(run.refused).toBe(2)
    expect(run.served.map(({ arrivedAt, endedAt }) => [arrivedAt, endedAt])).toEqual([
      [0, 1_000],
      [0, 2_000],
      [1_000, 3_000],
    ])
    expect(run.peakBacklog).toBe(2)
  })

  it('nobody at all', () => {
    const run = simulateQueue({ arrivals: [], workers: 1, workMs: taking(1) })
    expect(figuresOf(run)).toMatchObject({ peakBacklog: 0, refused: 0, drainedAfterMs: 0 })
  })
})

describe('any arrivals, and any hash times', () => {
  const cases = fc.record({
    gaps: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }),
    work: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
    workers: fc.integer({ min: 1, max: 8 }),
    maxBacklog: fc.integer({ min: 1, max: 60 }),
  })
  const runOf = ({ gaps, work, workers, maxBacklog }: typeof cases extends fc.Arbitrary<infer T> ? T : never) => {
    let at = 0
    let n = 0
    const arrivals = gaps.map((gap) => (at += gap))
    return { arrivals, ...simulateQueue({ arrivals, workers, workMs: () => work[n++ % work.length]!, maxBacklog }) }
  }
  const inHandAt = (served: { begunAt: number; endedAt: number }[], now: number) =>
    served.filter(({ begunAt, endedAt }) => begunAt <= now && now < endedAt).length

  it('each is either served or refused, and the backlog keeps to its limit', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { arrivals, served, refused, peakBacklog } = runOf(given)
        expect(served.length + refused).toBe(arrivals.length)
        expect(served.every(({ arrivedAt, begunAt, endedAt }) => arrivedAt <= begunAt && begunAt < endedAt)).toBe(true)
        expect(peakBacklog).toBeLessThanOrEqual(given.maxBacklog)
      }),
    )
  })

  it('jobs begin in the order in which they come, no more than one a worker, and no worker is idle while a job waits', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { served } = runOf(given)
        const begins = served.map(({ begunAt }) => begunAt)
        expect(begins).toEqual(begins.toSorted((a, b) => a - b))
        for (const { arrivedAt, begunAt } of served) {
          expect(inHandAt(served, begunAt)).toBeLessThanOrEqual(given.workers)
          if (begunAt > arrivedAt) expect(inHandAt(served, begunAt - 0.5)).toBe(given.workers)
        }
      }),
    )
  })

  it('agrees with the formula for a burst, to one round of work', () => {
    const bursts = fc.record({
      rate: fc.integer({ min: 100, max: 500 }),
      seconds: fc.integer({ min: 1, max: 5 }),
      workers: fc.integer({ min: 1, max: 4 }),
      workMs: fc.integer({ min: 40, max: 100 }), // at the most 100 a second: the burst is above the capacity
    })
    fc.assert(
      fc.property(bursts, ({ rate, seconds, workers, workMs }) => {
        const capacity = (workers * 1_000) / workMs
        const phases = [{ rate, seconds }]
        const simulated = figuresOf(simulateQueue({ arrivals: evenArrivals(phases), workers, workMs: taking(workMs) }))
        const formula = fluidFormula(phases, capacity)
        expect(Math.abs(simulated.peakBacklog - formula.peakBacklog)).toBeLessThanOrEqual(workers + 1)
        expect(Math.abs(simulated.drainedAfterMs - formula.drainedAfterMs)).toBeLessThanOrEqual(2 * workMs)
      }),
    )
  })
})

describe('arrivals', () => {
  it('are written as RATExSECONDS, and follow one another', () => {
    expect(parsePhases('10x60,0.5x2')).toEqual([
      { rate: 10, seconds: 60 },
      { rate: 0.5, seconds: 2 },
    ])
    expect(evenArrivals(parsePhases('2x1,4x1'))).toEqual([0, 500, 1_000, 1_250, 1_500, 1_750])
    for (const text of ['', '10', '10x', 'x10', '10x60;5x5', '-1x5'])
      expect(() => parsePhases(text)).toThrow('RATExSECONDS')
  })

  it('are no more than a machine can hold', () => {
    expect(parsePhases('5000x1000')).toHaveLength(1)
    expect(() => parsePhases('5000x1000,1x1')).toThrow('5000001 sign-ups')
  })

  it('by chance come in order, within their time, and on average as many as asked for', () => {
    const arrivals = randomArrivals([{ rate: 1_000, seconds: 100 }])
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b))
    expect(arrivals.at(-1)).toBeLessThan(100_000)
    expect(Math.abs(arrivals.length - 100_000)).toBeLessThan(10 * Math.sqrt(100_000)) // ten standard deviations
  })
})

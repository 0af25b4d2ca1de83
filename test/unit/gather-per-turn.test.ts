import { gatherPerTurn } from '@registrar/shared/process/gather-per-turn'
import { describe, expect, it } from 'vitest'

/** Doubles numbers, and keeps in `runs` how many there were at a time. */
function doubling() {
  const runs: number[] = []
  const double = gatherPerTurn(async (numbers: number[]) => {
    runs.push(numbers.length)
    if (numbers.includes(13)) throw new Error('unlucky')
    return numbers.map((number) => 2 * number)
  })
  return { double, runs }
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

describe('what is asked in one turn of the event loop', () => {
  it('is run at once, and each caller has its own result', async () => {
    const { double, runs } = doubling()
    expect(await Promise.all(upTo(10).map(double))).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    expect(await double(21)).toBe(42)
    expect(runs).toEqual([10, 1])
  })

  it('is run in parts when it is much', async () => {
    const { double, runs } = doubling()
    expect(await Promise.all(upTo(450).map((n) => double(n + 100)))).toEqual(upTo(450).map((n) => 2 * (n + 100)))
    expect(await double(500)).toBe(1_000)
    expect(runs).toEqual([200, 200, 50, 1])
  })

  it('fails together, and the next turn does not', async () => {
    const { double } = doubling()
    const results = await Promise.allSettled([12, 13, 14].map(double))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await double(12)).toBe(24)
  })
})

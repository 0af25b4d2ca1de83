import { expect, it } from 'vitest'
import { createCountTogether } from '../../apps/directory/src/verify/count-together.ts'

it.each([0, 5, 10])('who would wait %i ms for a thread is counted at once', (waitMs) => {
  const countTogether = createCountTogether(() => waitMs)
  expect([countTogether(), countTogether()]).toEqual([undefined, undefined])
})

it('those who would wait longer are counted at one moment, and who comes later at another', async () => {
  let waitMs = 60_000
  const countTogether = createCountTogether(() => waitMs)
  const first = countTogether()
  expect(first).toBeInstanceOf(Promise)
  waitMs = 0 // the line has ended: who comes now goes with those who are waiting
  expect(countTogether()).toBe(first)
  await first
  expect(countTogether()).toBeUndefined()
  waitMs = 60_000
  expect(countTogether()).not.toBe(first)
})

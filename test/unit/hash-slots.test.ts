import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '@registrar/shared/http/refusal'
import { describe, expect, it } from 'vitest'
import { createHashSlots } from '../../apps/directory/src/verify/hash-slots.ts'

/** Work that ends on demand. */
function held() {
  const ended = Promise.withResolvers<void>()
  return { work: () => ended.promise, end: ended.resolve }
}
const overloaded = { code: 'overloaded', status: 503 }

describe('hash slots', () => {
  it('run no more at once than there are, in the order of arrival, whatever becomes of the work', async () => {
    const slots = createHashSlots({ concurrency: 2, deadlineMs: 60_000 })
    let running = 0
    let most = 0
    const began: number[] = []
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        slots.run(async () => {
          began.push(n)
          most = Math.max(most, ++running)
          await delay(1)
          running--
          if (n % 3 === 0) throw new Error('damaged hash')
          return n
        }),
      ),
    )
    expect(most).toBe(2)
    expect(began).toEqual(Array.from({ length: 20 }, (_, n) => n))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7)
  })

  it('refuse one that has waited for longer than the deadline, and run it never', async () => {
    const slots = createHashSlots({ concurrency: 1, deadlineMs: 10 })
    const first = held()
    const running = slots.run(first.work)
    let ran = false
    const late = slots.run(async () => {
      ran = true
    })
    await expect(late).rejects.toMatchObject(overloaded)
    first.end()
    await running
    expect(ran).toBe(false)
  })

  it('refuse at once what could not begin in time, by how long the work takes', async () => {
    const slots = createHashSlots({ concurrency: 1, deadlineMs: 200 })
    for (let n = 0; n < 20; n++) await slots.run(() => delay(50)) // learns the pace
    const first = held()
    const waiting: Promise<unknown>[] = [slots.run(first.work)]
    let refused: unknown
    for (let n = 0; n < 10 && !refused; n++) {
      const turn = slots.run(async () => {})
      waiting.push(turn.catch(() => {}))
      await Promise.race([turn, delay(0)]).catch((error) => (refused = error))
    }
    expect(refused).toBeInstanceOf(Refusal)
    expect(refused).toMatchObject({ ...overloaded, headers: { 'retry-after': '1' } })
    first.end()
    await Promise.all(waiting)
  })

  it('forget a caller that disconnects while it waits, and one that has disconnected before', async () => {
    const slots = createHashSlots({ concurrency: 1, deadlineMs: 60_000 })
    const first = held()
    const running = slots.run(first.work)
    const caller = new AbortController()
    let ran = 0
    const gone = slots.run(async () => ran++, caller.signal)
    const next = slots.run(async () => 'next')
    caller.abort()
    await expect(gone).rejects.toMatchObject(overloaded)
    await expect(slots.run(async () => ran++, caller.signal)).rejects.toMatchObject(overloaded)
    first.end()
    await running
    expect(await next).toBe('next')
    expect(ran).toBe(0)
  })
})

import type { Socket } from 'node:net'
import { type Connection, createLongestWaiting } from '@registrar/shared/http/longest-waiting'
import fc from 'fast-check'
import { expect, it } from 'vitest'

const connection = (waitsFrom: number | undefined): Connection => ({ socket: {} as Socket, waitsFrom })

it('finds the connections that wait, the longest first, whatever else begins to wait, stops waiting or closes', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constant('opens' as const) },
    { weight: 4, arbitrary: fc.constant('is looked for' as const) },
    ...(['asks', 'is answered', 'closes'] as const).map((arbitrary) => fc.constant(arbitrary)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat()), { minLength: 1_000, maxLength: 2_000 }), (steps) => {
      const open = new Map<Socket, Connection>()
      const longestWaiting = createLongestWaiting(open)
      let waited = 0
      for (const [what, n] of steps) {
        const any = [...open.values()][n % (open.size || 1)]
        if (what === 'opens') {
          const fresh = connection(++waited)
          open.set(fresh.socket, fresh)
        } else if (what === 'is looked for') {
          const waiting = [...open.values()].filter(({ waitsFrom }) => waitsFrom !== undefined)
          const longest = waiting.sort((one, other) => one.waitsFrom! - other.waitsFrom!)[0]
          const found = longestWaiting.next()
          expect(found).toBe(longest)
          if (found) open.delete(found.socket) // as it makes room for another
        } else if (any && what === 'asks') any.waitsFrom = undefined
        else if (any && what === 'is answered') any.waitsFrom = ++waited
        else if (any) open.delete(any.socket)
      }
    }),
    { numRuns: 20 },
  )
})

it('finds nothing where each has a request', () => {
  const busy = connection(undefined)
  expect(createLongestWaiting(new Map([[busy.socket, busy]])).next()).toBeUndefined()
})

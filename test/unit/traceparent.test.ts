import { traceparentOf } from '@registrar/shared/http/traceparent'
import type { HonoRequest } from 'hono'
import { expect, it } from 'vitest'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7'
const read = (value?: string) => traceparentOf({ header: () => value } as unknown as HonoRequest)

it.each([
  ['of version 00 is kept as it is', `00-${TRACE}-01`, `00-${TRACE}-01`],
  ['with flags that are not known is kept', `00-${TRACE}-ff`, `00-${TRACE}-ff`],
  ['of a later version is kept as one of version 00', `cc-${TRACE}-00`, `00-${TRACE}-00`],
  ['of a later version loses what that appends', `cc-${TRACE}-01-what-the-future-will-be`, `00-${TRACE}-01`],
])('a traceparent %s', (_, given, kept) => expect(read(given)).toBe(kept))

it.each([
  ['none at all', undefined],
  ['an empty one', ''],
  ['of version ff', `ff-${TRACE}-01`],
  ['in capitals', `00-${TRACE}-01`.toUpperCase()],
  ['whose trace id is zero', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
  ['whose parent id is zero', `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`],
  ['of version 00 that goes on', `00-${TRACE}-01-more`],
  ['of a later version that goes on without a dash', `cc-${TRACE}-01.more`],
  ['two of them', `00-${TRACE}-01, 00-${TRACE}-01`],
  ['that is short', `00-${TRACE}`],
  ['that ends a log line', `00-${TRACE}-01\n`],
])('a traceparent that cannot be read is not kept: %s', (_, given) => expect(read(given)).toBeUndefined())

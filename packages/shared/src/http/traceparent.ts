import type { HonoRequest } from 'hono'
import { Traceparent } from '../contract/traceparent.ts'

/** How long version 00 is; a later version may append to it, and is otherwise read the same way. */
const LENGTH = 55
const LATER_VERSION = /^(?!00|ff)[\da-f]{2}(?=-)/

/** The `traceparent` of the request; undefined where there is none, or one that cannot be read, as the standard asks. */
export function traceparentOf(request: HonoRequest): string | undefined {
  const given = request.header('traceparent')
  if (given === undefined) return undefined
  const isLater = LATER_VERSION.test(given) && (given.length === LENGTH || given[LENGTH] === '-')
  return Traceparent.safeParse(isLater ? given.slice(0, LENGTH).replace(LATER_VERSION, '00') : given).data
}

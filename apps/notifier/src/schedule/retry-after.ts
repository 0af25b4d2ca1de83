/** The longest pause that an endpoint may ask for: the last step of the schedule. */
const LONGEST_MS = 24 * 3_600_000

/**
 * The pause that a Retry-After header asks for, in milliseconds: RFC 9110, section 10.2.3, in seconds or as a date. At most
 * 24 h; undefined when there is none that can be read.
 */
export function retryAfterMs(header: string | string[] | undefined, now = Date.now()): number | undefined {
  if (typeof header !== 'string') return undefined
  const text = header.trim()
  const isDate = /^[A-Z][a-z]{2,8},? /.test(text) // Date.parse alone takes "-5" for a year
  const pause = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : isDate ? Date.parse(text) - now : Number.NaN
  return Number.isNaN(pause) ? undefined : Math.min(Math.max(pause, 0), LONGEST_MS)
}

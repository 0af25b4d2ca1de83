import { createHash } from 'node:crypto'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import type { OutageLog } from '@registrar/shared/process/outage-log'

export type PwnedPasswordsOptions = {
  /** A range service such as Have I Been Pwned's: `range/` is appended unless the URL already ends with it. */
  url: string
  /** For the whole response. */
  timeoutMs: number
  /** What to do when the service is unavailable: accept the password unchecked, or answer 'unavailable'. */
  whenUnavailable: 'accept' | 'refuse'
  /** Notes when the service cannot be asked, and when it answers; the reason never holds anything of a password. */
  outage: OutageLog
}

/** Whether a normalised password is in a breach; 'unavailable' when the service is unavailable and `whenUnavailable` is 'refuse'. */
export type IsPwned = (password: string) => Promise<boolean | 'unavailable'>

/** The fault of a password that is in a breach. */
export const PWNED: FieldFault = {
  code: 'common_password',
  detail: 'This password has been in a data breach, so attackers try it. Choose one that you use nowhere else.',
}

/** A range with padding has some 1,000 lines of 40 bytes. */
const MAX_ANSWER_BYTES = 1 << 20

/**
 * The k-anonymity range protocol: the service learns five of the 40 hex digits of the SHA-1, which hundreds of known
 * passwords share, and observers do not learn how many it returned, because the response is padded. Redirects are not
 * followed.
 */
export function createPwnedPasswords({ url, timeoutMs, whenUnavailable, outage }: PwnedPasswordsOptions): IsPwned {
  const base = new URL(url)
  base.pathname = base.pathname.replace(/\/?(?:range\/?)?$/, '/range/')
  return async (password) => {
    const hash = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase()
    try {
      const range = await ask(base, hash.slice(0, 5), timeoutMs)
      outage.up()
      return has(range, hash.slice(5))
    } catch (error) {
      outage.down(error instanceof Error ? error.name : 'unknown')
      return whenUnavailable === 'refuse' ? 'unavailable' : false
    }
  }
}

async function ask(base: URL, prefix: string, timeoutMs: number): Promise<string> {
  const url = new URL(base)
  url.pathname += prefix
  const response = await fetch(url, {
    headers: { 'add-padding': 'true', 'user-agent': 'registrar' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    throw new UnexpectedAnswer()
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) throw new UnexpectedAnswer()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}

/** Lines are `SUFFIX:COUNT`; those of the padding have a count of 0. Anything else does not come from such a service. */
function has(range: string, suffix: string): boolean {
  const lines = range.split(/\r?\n/).filter((line) => line !== '')
  if (!lines.every((line) => /^[0-9A-Fa-f]{35}:\d+$/.test(line))) throw new UnexpectedAnswer()
  return lines.some((line) => line.slice(0, 35).toUpperCase() === suffix && Number(line.slice(36)) > 0)
}

class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer'
}

import { z } from 'zod'

/** What the reader of a variable returns for a text that cannot be used. Without `got` nothing of the text is shown. */
export class Unusable {
  /** Completes "NAME …", as in `is "abc"`. Only for what cannot hold a secret. */
  readonly got: string | undefined
  /** Completes "it must be …", where more can be said than for the variable as a whole. */
  readonly wants: string | undefined

  constructor({ got, wants }: { got?: string | undefined; wants?: string | undefined } = {}) {
    this.got = got
    this.wants = wants
  }
}

export type Read<T> = (text: string) => T | Unusable

/**
 * A variable of the environment whose text `read` turns into a value. `wants` completes "it must be …" and so names the
 * fix. What the text was is shown only where `read` shows it, so no wrapper such as `.optional()` can give it away.
 */
export function variable<T>(wants: string, read: Read<T>) {
  return z.string(wants).transform((text, { issues }): T => {
    const value = read(text)
    if (!(value instanceof Unusable)) return value
    issues.push({ code: 'custom', input: text, message: value.wants ?? wants, params: { got: value.got } })
    return z.NEVER
  })
}

/** Longer ones are cut: the sentence has to fit into a line. */
const LONGEST_QUOTATION = 80

/** `text` in quotation marks; undefined when it may be a URL with a password in it. */
export function quoted(text: string): string | undefined {
  if (text.includes('@')) return undefined
  return JSON.stringify(text.length > LONGEST_QUOTATION ? `${text.slice(0, LONGEST_QUOTATION)}…` : text)
}

/** A refusal of the whole text, which is shown. */
export function unusable(text: string, wants?: string): Unusable {
  const quotation = quoted(text)
  return new Unusable({ got: quotation && `is ${quotation}`, wants })
}

const STANDARD = /^[A-Za-z0-9+/]*={0,2}$/
const URL_SAFE = /^[A-Za-z0-9_-]*={0,2}$/

/**
 * Decodes base64 (RFC 4648), with its padding or without. Strict where Buffer is lenient: no other characters, no stray
 * padding, no bits set that stand for nothing. Undefined when `text` is anything else, so that no two texts that an
 * import sees stand for the same bytes by accident.
 */
export function decodeBase64(text: string): Buffer | undefined {
  if (!STANDARD.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  const padded = bytes.toString('base64')
  return text === padded || isUnpadded(text, padded) ? bytes : undefined
}

/** An import compares millions of them: without making the shorter text. */
const isUnpadded = (text: string, padded: string): boolean =>
  padded.startsWith(text) && padded[text.length] === '=' && !text.endsWith('=')

/** The same for either alphabet: some tools of Firebase write the URL-safe one. */
export const decodeAnyBase64 = (text: string): Buffer | undefined =>
  URL_SAFE.test(text) ? decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/')) : decodeBase64(text)

/** passlib's alphabet (`ab64`): base64 without padding, with `.` for `+`. */
export const decodeAb64 = (text: string): Buffer | undefined =>
  /[+=]/.test(text) ? undefined : decodeBase64(text.replaceAll('.', '+'))

/** Base64 without padding, as PHC strings have it. */
export const encodeBase64 = (bytes: Uint8Array): string => withoutPadding(Buffer.from(bytes).toString('base64'))

const withoutPadding = (padded: string): string => padded.replace(/={1,2}$/, '')

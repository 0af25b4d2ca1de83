/** Decodes lower-case hexadecimal digits, what every system here writes; undefined for anything else. */
export const decodeHex = (text: string): Buffer | undefined =>
  text.length % 2 === 0 && /^[0-9a-f]*$/.test(text) ? Buffer.from(text, 'hex') : undefined

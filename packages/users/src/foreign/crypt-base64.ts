/** The digits of crypt(3)'s base64, from 0 to 63. */
export const CRYPT_DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Three bytes are four digits, the least significant first; a rest of one byte is two digits, of two bytes three. */
export function encodeCryptBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 3) {
    const group = bytes.subarray(from, from + 3)
    const value = group.reduceRight((sum, byte) => sum * 256 + byte, 0)
    for (let digit = 0; digit <= group.length; digit += 1) text += CRYPT_DIGITS[(value >> (6 * digit)) & 63]
  }
  return text
}

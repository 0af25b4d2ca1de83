import fc from 'fast-check'

const PIECES = [
  '$',
  '=',
  ',',
  ':',
  '{',
  '}',
  '.',
  '/',
  '+',
  '-',
  '0',
  '9',
  'a',
  'f',
  'A',
  ' ',
  '\0',
  '\n',
  'é',
  '😀',
  '\ud800',
  '$2x$',
  '$wp',
  'ln=',
  'rounds=',
  '9'.repeat(40),
  '$$',
  '{CRYPT}',
  '{SSHA}',
  'argon2',
]

/** Something cut out of `text`, put in, repeated, or changed by a bit. */
export const damaged = (text: string) =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.oneof(fc.constant(0), fc.nat(3), fc.nat(text.length)),
      fc.oneof(
        fc.constant(''),
        fc.constantFrom(...PIECES),
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.constant(text),
      ),
      fc.nat(7),
    )
    .map(([at, cut, piece, bit]) =>
      cut === 1 && piece === ''
        ? text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << bit)) + text.slice(at + 1)
        : text.slice(0, at) + piece + text.slice(at + cut),
    )

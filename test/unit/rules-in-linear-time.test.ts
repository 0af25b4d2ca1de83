import { createPasswordBlocklist } from '@registrar/rules/passwords/password-blocklist'
import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { createPasswordRules } from '@registrar/rules/passwords/password-rules'
import { usernameFaults } from '@registrar/rules/usernames/username-faults'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const passwordFaults = createPasswordRules({
  minLength: 15,
  serviceNames: ['Registrar', 'Acme Cloud'],
  blocklist: createPasswordBlocklist(),
})
const RULES: [string, (text: string) => unknown][] = [
  ['usernameFaults', (text) => usernameFaults(text)],
  ['canonicalUsername', canonicalUsername],
  ['passwordFaults', (text) => passwordFaults(text, 'adalovelace')],
  ['passwordFaults, with itself as the name', (text) => passwordFaults(text, canonicalUsername(text))],
  ['passwordFaults, with it as the name', (text) => passwordFaults('correct horse battery staple', text)],
  ['normalizePassword', normalizePassword],
]

/** What makes some regular expression, search or normaliser slow somewhere: pieces, to be repeated. */
const PIECES = [
  ...[
    'a',
    '1',
    '-',
    ' ',
    '!',
    'ab',
    'a1',
    '1a',
    '.a',
    'i\u0307',
    'rn',
    'a\u3000',
    'aａ',
    'aσ',
    'aİ',
    '\u3000',
    'σ',
    'Σ.',
    'İ',
    'ß',
    '９',
    'ｶﾞ',
    'é',
    'e\u0301',
  ],
  ...[
    '\u0301',
    '\u0345',
    '\u0307',
    '\u0323\u0301',
    '\ufdfa',
    '\u0958',
    'ำ',
    '각',
    'ᄀ',
    '한',
    '𝐚',
    '🏴',
    '👩‍👩‍👧',
    '\u{e0067}',
  ],
  ...[
    '\ud800',
    '\udc00',
    '\u0000',
    '\u200d',
    '٣',
    'аб',
    'adalovelace',
    'registrar',
    'password',
    'qwerty',
    '12345',
    'aab',
  ],
]
const MAX_BODY_BYTES = 16 * 1024

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
)

/** The least of several takes: what the work costs when nothing disturbs it. */
function costOf(work: () => unknown, takes = 3): number {
  const milliseconds = Array.from({ length: takes }, () => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  })
  return Math.min(...milliseconds)
}

/** What a hundred honest registrations cost on this machine as it is: about a millisecond on an idle one. */
const costOfHundred = () =>
  costOf(() => {
    for (let index = 0; index < 100; index += 1) {
      usernameFaults('ada.lovelace')
      passwordFaults('correct horse battery staple', 'ada.lovelace')
    }
  })

const repeated = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)))

/**
 * Compares with a budget that is measured anew for each comparison: a neighbour on the machine slows both. And it slows
 * now and then, so only what is slow five times over is slow. What grows with the square exceeds these budgets tenfold.
 */
function expectWithin(budget: () => number, work: () => unknown, what: unknown): void {
  let ratio = Infinity
  for (let attempt = 0; attempt < 5 && ratio > 1; attempt += 1) ratio = Math.min(ratio, costOf(work) / budget())
  expect({ what, ratio }).toSatisfy(() => ratio <= 1)
}

const twoHundred = () => 2 * costOfHundred()

describe.each(RULES)('%s', (_name, rule) => {
  it('throws at no text', () => {
    fc.assert(
      fc.property(text, (input) => {
        rule(input)
      }),
      { numRuns: 1000 },
    )
  })

  it('takes no longer for any text that fits into a request than for two hundred ordinary registrations', () => {
    for (const piece of PIECES)
      for (const ending of ['', 'a', '!', '\u0301']) {
        const input = repeated(piece, MAX_BODY_BYTES) + ending
        expectWithin(twoHundred, () => rule(input), { piece, ending })
      }
  })

  it.each([64, 256, 1024, 1536])(
    'takes no text of %i units longer either, the longest where every rule is applied',
    (units) => {
      for (const piece of PIECES) {
        const input = repeated(piece, units * 3).slice(0, units)
        expectWithin(twoHundred, () => rule(input), { piece })
      }
    },
  )

  it('takes time in proportion to the text, not to its square', () => {
    for (const piece of PIECES) {
      const [short, long] = [repeated(piece, 16_384), repeated(piece, 262_144)]
      expectWithin(
        () => 4 * 16 * costOf(() => rule(short)) + costOfHundred(),
        () => rule(long),
        { piece },
      )
    }
  })
})

import type { Measure } from '../measure.ts'
import { perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { engineHashRate } from '../stage/hashing.ts'

const ROUNDS = 5
const SECONDS = 3

export const hashEngine: Measure = {
  name: 'hash-engine',
  title: 'Hashes a second: our engine compared with the package argon2',
  async run(report) {
    const rates = await interleaved(
      ROUNDS,
      { ours: () => engineHashRate('node-rs', SECONDS), argon2: () => engineHashRate('argon2', SECONDS) },
      report,
    )
    return {
      figures: [
        {
          what: 'hashes/s of our engine',
          against: 'the package `argon2` with its prebuilt binary',
          unit: '',
          spread: spreadOf(ratios(rates.ours, rates.argon2)),
          goal: { atLeast: 1.8 },
          details: `${perSecond(rates.ours)} against ${perSecond(rates.argon2)} hashes/s, one process, a thread for each core`,
        },
      ],
      plots: [
        {
          name: 'hashing',
          title: 'argon2id, m=19456, t=2, p=1: hashes a second on all cores',
          bars: [
            { label: '@node-rs/argon2', spread: spreadOf(rates.ours) },
            { label: 'argon2, prebuilt', spread: spreadOf(rates.argon2) },
          ],
        },
      ],
    }
  },
}

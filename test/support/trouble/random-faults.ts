import type { AnswerFault } from './tcp-proxy.ts'

export type RandomFaults = {
  fault: AnswerFault
  /** How many answers have met each kind. */
  counts: Record<keyof typeof KINDS, number>
}

/** Enough that no stretch of an answer is replaced by what could stand there. */
const GARBLED_BYTES = 8
const LONGEST_PAUSE_MS = 300

type Random = (below: number) => number

const KINDS = {
  cut: (answer, random) => [{ send: answer.subarray(0, random(answer.length)) }, { cut: true }],
  delay: (answer, random) => [{ pauseMs: random(LONGEST_PAUSE_MS) }, { send: answer }],
  /** The second may come when the connection already carries another request. */
  duplicate: (answer, random) => [{ send: answer }, { pauseMs: random(20) }, { send: answer }],
  garble: (answer, random) => {
    const garbled = Buffer.from(answer)
    const from = random(answer.length)
    for (let n = from; n < from + GARBLED_BYTES && n < garbled.length; n++) garbled[n] = random(256)
    return [{ send: garbled }]
  },
} satisfies Record<string, (answer: Buffer, random: Random) => ReturnType<AnswerFault>>

/** Faults for `share` of all answers, each kind as often as the others, drawn from `seed`. */
export function randomFaults(seed: number, share: number): RandomFaults {
  const draw = mulberry32(seed)
  const random = (below: number) => Math.floor(draw() * below)
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[]
  const counts = { cut: 0, delay: 0, duplicate: 0, garble: 0 }
  return {
    counts,
    fault(answer) {
      if (draw() >= share) return [{ send: answer }]
      const kind = kinds[random(kinds.length)]!
      counts[kind]++
      return KINDS[kind](answer, random)
    },
  }
}

/** Tommy Ettinger's generator: numbers from 0 to below 1, the same for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

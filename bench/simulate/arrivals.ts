import { ConfigurationError } from '@registrar/shared/process/environment'

/** `rate` sign-ups a second for `seconds`. */
export type Phase = { rate: number; seconds: number }

/** An hour and a half at a thousand a second; simulating them takes 1 GB of memory and four seconds. */
const MOST = 5_000_000

/**
 * Reads `10x60,500x30,10x60`: 10 a second for a minute, then 500 for half a minute, then 10 again.
 * @throws ConfigurationError when `text` has another form, or is more than can be simulated
 */
export function parsePhases(text: string): Phase[] {
  const phases = text.split(',').map((phase) => {
    const [, rate, seconds] = /^(\d{1,7}(?:\.\d+)?)x(\d{1,6}(?:\.\d+)?)$/.exec(phase) ?? []
    if (rate === undefined)
      throw new ConfigurationError(
        `--arrivals is "${text}"; it must be RATExSECONDS, or several separated by commas: 10x60,500x30.`,
      )
    return { rate: Number(rate), seconds: Number(seconds) }
  })
  const total = phases.reduce((sum, { rate, seconds }) => sum + rate * seconds, 0)
  if (total <= MOST) return phases
  throw new ConfigurationError(`--arrivals is "${text}", ${Math.round(total)} sign-ups; it must be at most ${MOST}.`)
}

/** When each arrives, in ms: evenly, as a load generator sends them. */
export const evenArrivals = (phases: Phase[]): number[] =>
  inSequence(phases, ({ rate, seconds }) =>
    Array.from({ length: Math.round(rate * seconds) }, (_, n) => (n * 1_000) / rate),
  )

/** The same at random, as independent users arrive (a Poisson process): several at once, then none for a while. */
export const randomArrivals = (phases: Phase[]): number[] =>
  inSequence(phases, ({ rate, seconds }) => {
    const arrivals: number[] = []
    const gapMs = () => (-Math.log(1 - Math.random()) * 1_000) / rate
    for (let at = gapMs(); at < seconds * 1_000; at += gapMs()) arrivals.push(at)
    return arrivals
  })

function inSequence(phases: Phase[], arrivalsOf: (phase: Phase) => number[]): number[] {
  let begins = 0
  return phases.flatMap((phase) => {
    const arrivals = arrivalsOf(phase).map((at) => begins + at)
    begins += phase.seconds * 1_000
    return arrivals
  })
}

import {
  type Argon2Engine,
  type Argon2Parameters,
  createPasswordHasher,
  OWASP_MINIMA,
  type PasswordHasher,
} from '@registrar/users/hashing/password-hasher'
import { msOfOne } from './measure.ts'

export type Candidate = { parameters: Argon2Parameters; hasher: PasswordHasher; ms: number }

type Limits = {
  /** What a hash should take, in ms. */
  ms: number
  /** The most memory that one hash may take. */
  mostKib: number
  engine: Argon2Engine | undefined
}

/** A hash that takes this much longer than asked for still takes about as long. */
const TOLERANCE = 1.1

/** Time is nearly proportional to memory, except where CPU caches end, so the first estimate is corrected. */
const CORRECTIONS = 3

/** One candidate for each of OWASP's sets, grown from it; measuring one takes up to a few seconds. */
export async function* candidates(limits: Limits): AsyncGenerator<Candidate> {
  for (const least of OWASP_MINIMA) yield await grow({ ...least, parallelism: 1 }, limits)
}

/** Whether it takes about the time asked for: a set that is slower to begin with cannot be made faster. */
export const fits = ({ ms }: Candidate, limits: Limits) => ms <= limits.ms * TOLERANCE

/** The set itself with more memory, then with more passes: the most work that fitted, or the set unchanged. */
async function grow(least: Argon2Parameters, limits: Limits): Promise<Candidate> {
  const { ms, mostKib, engine } = limits
  let last = await measured(least, engine)
  let best = last
  const tryNext = async (parameters: Argon2Parameters) => {
    last = await measured(parameters, engine)
    if (fits(last, limits) && work(last) > work(best)) best = last
  }

  for (let n = 0; n < CORRECTIONS; n++) {
    const wantedKib = Math.min((last.parameters.memoryKib * ms) / last.ms, mostKib)
    const memoryKib = Math.max(least.memoryKib, wholeMib(wantedKib))
    if (memoryKib === last.parameters.memoryKib) break
    await tryNext({ ...least, memoryKib })
  }
  const timeCost = Math.floor((best.parameters.timeCost * ms) / best.ms)
  const isAllMemoryTaken = best.parameters.memoryKib + 1_024 > mostKib
  if (isAllMemoryTaken && timeCost > least.timeCost) await tryNext({ ...best.parameters, timeCost })
  return best
}

async function measured(parameters: Argon2Parameters, engine: Argon2Engine | undefined): Promise<Candidate> {
  const hasher = await createPasswordHasher(parameters, engine)
  return { parameters, hasher, ms: await msOfOne(hasher) }
}

const work = ({ parameters }: Candidate) => parameters.memoryKib * parameters.timeCost

const wholeMib = (kib: number) => Math.floor(kib / 1_024) * 1_024

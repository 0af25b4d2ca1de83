import type { Argon2Parameters } from '@registrar/users/hashing/password-hasher'
import type { Candidate } from './fit.ts'

/** RFC 9106, section 4: first as much memory as can be afforded, then as many passes. */
export const advice = ({ parameters, ms: taken }: Candidate, ms: number) =>
  `Of those that take about ${ms} ms, the one with the most memory is the hardest to attack (RFC 9106); the others suit a
machine that is short of memory. Set for the workers (${taken.toFixed(1)} ms a hash):

${environment(parameters)}`

export const DISTURBED = `Another program used the CPU meanwhile, so hashes/s are lower than this machine can do. Measure again when it is idle.
`

/** When nothing that is strong enough is fast enough. */
export const warning = (measured: Candidate[], ms: number) => {
  const fastest = measured.toSorted((a, b) => a.ms - b.ms)[0]!
  return `Even the fastest of OWASP’s sets takes longer than ${ms} ms here, and nothing weaker is acceptable. Set the fastest one
for the workers (${fastest.ms.toFixed(1)} ms a hash), or use faster cores:

${environment(fastest.parameters)}`
}

const environment = ({ memoryKib, timeCost, parallelism }: Argon2Parameters) =>
  `ARGON2_MEMORY_KIB=${memoryKib}\nARGON2_TIME_COST=${timeCost}\nARGON2_PARALLELISM=${parallelism}`

/** For the lines that show what is being measured. */
export const nameOf = ({ memoryKib, timeCost }: Argon2Parameters) => `m=${memoryKib}, t=${timeCost}`

import { Counter, Histogram } from 'prom-client'
import { verificationEnded } from '../observations.ts'
import type { Metrics } from './metrics.ts'

/** One hash, and up to the 2.5 s that a verification may wait for its turn. */
const BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5]

const RESULTS = [
  ...['verified', 'not_verified', 'account_disabled'],
  ...['too_many_attempts', 'overloaded', 'store_unavailable', 'queue_unavailable', 'internal_error'],
]

/** What became of verifications, and how long they took. */
export const verificationMetrics: Metrics = (registry) => {
  const verifications = new Counter({
    name: 'registrar_verifications_total',
    help: 'Passwords that were verified, or could not be.',
    labelNames: ['result'],
    registers: [registry],
  })
  for (const result of RESULTS) verifications.inc({ result }, 0)
  const duration = new Histogram({
    name: 'registrar_verification_duration_seconds',
    help: 'Time that a verification took, including its wait for a turn.',
    buckets: BUCKETS,
    registers: [registry],
  })
  verificationEnded.subscribe(({ result, seconds }) => {
    verifications.inc({ result: RESULTS.includes(result) ? result : 'internal_error' })
    duration.observe(seconds)
  })
}

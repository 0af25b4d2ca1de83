import { Counter, Histogram } from 'prom-client'
import { registrationEnded, registrationTaken } from '../observations.ts'
import type { Metrics } from './metrics.ts'

/** From an idle machine, where a registration takes one hash, to a storm that takes the better part of an hour to drain. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1_200, 2_400]

const ENDS = [
  { status: 'completed', reason: '' },
  { status: 'rejected', reason: 'username_taken' },
  { status: 'failed', reason: 'internal_error' },
]

/** How registrations end, and how long they take. */
export const registrationMetrics: Metrics = (registry) => {
  const ended = new Counter({
    name: 'registrar_registrations_ended_total',
    help: 'Registrations that ended; a failed one may be retried by an operator and end again.',
    labelNames: ['status', 'reason'],
    registers: [registry],
  })
  for (const end of ENDS) ended.inc(end, 0)
  const wait = new Histogram({
    name: 'registrar_registration_wait_seconds',
    help: 'From the acceptance of a registration until a worker took it for the first time.',
    buckets: BUCKETS,
    registers: [registry],
  })
  const duration = new Histogram({
    name: 'registrar_registration_duration_seconds',
    help: 'From the acceptance of a registration until its outcome could be read.',
    buckets: BUCKETS,
    registers: [registry],
  })

  registrationTaken.subscribe(({ createdAt, attempt }) => {
    if (attempt === 1) wait.observe(secondsSince(createdAt.getTime()))
  })
  registrationEnded.subscribe((event) => {
    const status = event.type.slice('registration.'.length)
    ended.inc({ status, reason: 'reason' in event ? event.reason : '' })
    duration.observe(secondsSince(Date.parse(event.createdAt)))
  })
}

/** Not below 0: the moment is from the clock of the gateway. */
const secondsSince = (epochMs: number) => Math.max(0, (Date.now() - epochMs) / 1_000)

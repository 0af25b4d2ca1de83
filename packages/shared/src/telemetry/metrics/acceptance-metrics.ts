import { Counter, Gauge } from 'prom-client'
import { registrationAccepted, WAITER_KINDS, waitersChanged } from '../observations.ts'
import type { Metrics } from './metrics.ts'

/**
 * Registrations that are accepted, and clients that wait for their outcome. The count is that of the moment at which the page
 * is asked for, before Redis has answered: no registration is counted that the queue on the same page does not have.
 */
export const acceptanceMetrics: Metrics = (registry) => {
  const accepted = new Counter({
    name: 'registrar_registrations_accepted_total',
    help: 'Registrations accepted; a repeated request with the same idempotency key is not another one.',
    registers: [registry],
  })
  const waiters = new Gauge({
    name: 'registrar_waiters',
    help: 'Clients that wait for a registration to change.',
    labelNames: ['kind'],
    registers: [registry],
  })
  for (const kind of WAITER_KINDS) waiters.set({ kind }, 0)

  let sinceLastPage = 0
  registrationAccepted.subscribe(() => {
    sinceLastPage++
  })
  waitersChanged.subscribe(({ kind, by }) => waiters.inc({ kind }, by))

  return async () => {
    accepted.inc(sinceLastPage)
    sinceLastPage = 0
  }
}

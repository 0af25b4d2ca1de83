import { Counter } from 'prom-client'
import { type Recovery, recovered, registrationTaken, storeAnswered } from '../observations.ts'
import type { Metrics } from './metrics.ts'

/** Faults that were recovered from, of the `kinds` that this process can see. */
export const recoveryMetrics =
  (kinds: Recovery[]): Metrics =>
  (registry) => {
    const recoveries = new Counter({
      name: 'registrar_recoveries_total',
      help: 'Faults recovered from automatically: jobs of dead workers, repeated deliveries, ended outages.',
      labelNames: ['kind'],
      registers: [registry],
    })
    for (const kind of kinds) recoveries.inc({ kind }, 0)

    recovered.subscribe(({ kind }) => recoveries.inc({ kind }))
    registrationTaken.subscribe(({ attempt }) => {
      if (attempt > 1) recoveries.inc({ kind: 'repeated_delivery' })
    })
    let isStoreDown = false
    storeAnswered.subscribe(({ operation, result }) => {
      if (result === 'unavailable') isStoreDown = true
      if (result !== 'ok' || operation !== 'prepare' || !isStoreDown) return // an outage ends with the next preparation
      isStoreDown = false
      recoveries.inc({ kind: 'store_outage' })
    })
  }

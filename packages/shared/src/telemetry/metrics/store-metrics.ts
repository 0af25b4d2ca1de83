import { Gauge, Histogram } from 'prom-client'
import { STORE_RESULTS, storeAnswered } from '../observations.ts'
import { inTime } from './in-time.ts'
import type { Metrics } from './metrics.ts'

/** A lookup in the embedded store takes a tenth of a millisecond, a write that is synced some milliseconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

type Options = {
  /** The methods of `UserStore` that this process uses. */
  operations: string[]
  /** Asks the store for something; it is asked when the page is, one at a time. */
  isUp: () => Promise<boolean>
}

/** How the user store answers. */
export const storeMetrics =
  ({ operations, isUp }: Options): Metrics =>
  (registry) => {
    const duration = new Histogram({
      name: 'registrar_store_operation_duration_seconds',
      help: 'Time that the user store took for one operation.',
      labelNames: ['operation', 'result'],
      buckets: BUCKETS,
      registers: [registry],
    })
    for (const operation of operations)
      for (const result of STORE_RESULTS) duration.zero({ operation: nameOf(operation), result })
    const up = new Gauge({
      name: 'registrar_store_up',
      help: '1 while the user store answers this process.',
      registers: [registry],
    })
    storeAnswered.subscribe(({ operation, result, seconds }) =>
      duration.observe({ operation: nameOf(operation), result }, seconds),
    )

    let asked: Promise<boolean> | undefined
    return async () => {
      asked ??= isUp().finally(() => {
        asked = undefined
      })
      up.set((await inTime(asked)) ? 1 : 0)
    }
  }

/** `findByName` as Prometheus has it: `find_by_name`. */
const nameOf = (operation: string) => operation.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

import { collectDefaultMetrics, type Histogram, type Registry } from 'prom-client'

/**
 * Left out: half of them are gauges with the name of a counter, which promtool refuses, and the other half have a series for
 * each kind of resource that Node ever opens. `process_open_fds` says as much.
 */
const LEFT_OUT = ['handles', 'requests', 'resources'].flatMap((what) => [
  `nodejs_active_${what}`,
  `nodejs_active_${what}_total`,
])

/**
 * How often the delay of the event loop is measured; `nodejs_eventloop_lag_*` include it. At prom-client's 10 ms an idle worker
 * with metrics takes three times the CPU time of one without.
 */
const EVENT_LOOP_MS = 50

const GC_KINDS = ['minor', 'major', 'incremental', 'weakcb']

/** prom-client's metrics of Node and of the process: memory, CPU, event loop, garbage collection. */
export function addNodeMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_MS })
  for (const name of LEFT_OUT) registry.removeSingleMetric(name)
  const gc = registry.getSingleMetric('nodejs_gc_duration_seconds') as Histogram<'kind'> | undefined
  for (const kind of GC_KINDS) gc?.zero({ kind }) // a series that comes later is not counted by rate()
}

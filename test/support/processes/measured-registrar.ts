import { accepted } from '../http/client.ts'
import { readMetrics } from '../http/metrics-page.ts'
import { freshName } from '../names.ts'
import { sharedRegistrar } from './shared-registrar.ts'

/** A Registrar for the tests of one file: a gateway and a worker with a page of metrics each. Call it where tests are defined. */
export function measuredRegistrar() {
  const registrar = sharedRegistrar({ variables: { METRICS_PORT: '0', WORKER_CONCURRENCY: '1' } })
  return {
    get redis() {
      return registrar.redis
    },
    get gateway() {
      return registrar.gateway
    },
    get worker() {
      return registrar.workers[0]!
    },
    ofGateway: () => readMetrics(registrar.gateway.metricsUrl),
    ofWorker: () => readMetrics(registrar.workers[0]!.metricsUrl),
    /** Returns the job id. */
    signUp: (username = freshName()) => accepted(registrar.url, username),
  }
}

import { Counter, Histogram } from 'prom-client'
import type { Problems } from '../../contract/problem.ts'
import { requestAnswered, requestRefused } from '../observations.ts'
import type { Metrics } from './metrics.ts'

/** OpenTelemetry's buckets for http.server.request.duration. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** OpenTelemetry's known methods (RFC 9110 and PATCH). All others share one value, so that requests cannot create new series. */
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'])

/** A kind of answer: its method, its route and its status. */
type Answer = [method: string, route: string, status: number]

/**
 * How requests are answered, and with which of the service's `problems` they are refused. The answers in `fromStart` are
 * counted from 0: of a series that appears with its first answers `rate` knows nothing, and an alert would miss them.
 */
export const httpMetrics =
  (problems: Problems, fromStart: Answer[] = []): Metrics =>
  (registry) => {
    const duration = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Time to answer a request; without long polls and event streams.',
      labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
      buckets: BUCKETS,
      registers: [registry],
    })
    const refusals = new Counter({
      name: 'registrar_refusals_total',
      help: 'Requests that were refused, by the code of the problem.',
      labelNames: ['code'],
      registers: [registry],
    })
    for (const code of Object.keys(problems)) refusals.inc({ code }, 0)
    const labelsOf = (...[method, route, status]: Answer) => ({
      http_request_method: KNOWN_METHODS.has(method) ? method : '_OTHER',
      http_route: route,
      http_response_status_code: status,
    })
    for (const answer of fromStart) duration.zero(labelsOf(...answer))

    requestAnswered.subscribe(({ method, route = 'unmatched', status, seconds }) =>
      duration.observe(labelsOf(method, route, status), seconds),
    )
    requestRefused.subscribe(({ code }) => refusals.inc({ code }))
  }

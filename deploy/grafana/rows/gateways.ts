import type { Row } from '../panel.ts'
import { quantile, rate } from '../promql.ts'

/** How requests are answered. */
export const gateways: Row = {
  title: 'Gateways',
  panels: [
    {
      kind: 'graph',
      title: 'Requests',
      description: 'Requests a second by route, stacked; no long polls or event streams.',
      unit: 'reqps',
      isStacked: true,
      queries: [
        {
          expr: `sum by (http_request_method, http_route) (${rate('http_server_request_duration_seconds_count')})`,
          legend: '{{http_request_method}} {{http_route}}',
        },
      ],
    },
    {
      kind: 'graph',
      title: 'Slowest 1 % of the answers',
      description: 'Time to answer, by route: 99 % of the requests took less.',
      unit: 's',
      queries: [
        {
          expr: quantile(0.99, 'http_server_request_duration_seconds_bucket', 'http_request_method, http_route'),
          legend: '{{http_request_method}} {{http_route}}',
        },
      ],
    },
    {
      kind: 'graph',
      title: 'Waiting clients',
      description: 'Open long polls and event streams, stacked.',
      unit: 'short',
      isStacked: true,
      queries: [{ expr: 'sum by (kind) (registrar_waiters)', legend: '{{kind}}' }],
    },
    {
      kind: 'graph',
      title: 'Event loop lag',
      description:
        'How late the event loop runs (99th percentile), on a logarithmic axis from 1 ms. A gateway that lags answers late; a process that starts lags for a moment.',
      unit: 's',
      logarithmicFrom: 0.001,
      queries: [
        // The metric includes the 50 ms between two measurements.
        { expr: 'clamp_min(nodejs_eventloop_lag_p99_seconds - 0.05, 0.001)', legend: '{{process}}' },
      ],
    },
  ],
}

/** One line of a panel, or several where the expression returns several series. */
type Query = {
  /** PromQL. `$__rate_interval` is Grafana's: four scrapes at least. */
  expr: string
  /** The name of the line; `{{label}}` stands for a label of the series. */
  legend: string
}

export type Panel = {
  title: string
  /** What it answers, for a reader who sees it for the first time. */
  description: string
  /** Grafana's name of the unit. */
  unit: 'short' | 'reqps' | 's' | 'bytes' | 'percentunit' | 'cps'
  queries: Query[]
  /** The lines lie on one another: their sum means something. */
  isStacked?: boolean
  /** Where the axis ends. */
  max?: number
  /** For lines of very different heights. */
  isLogarithmic?: boolean
}

export type Row = { title: string; panels: Panel[] }

const rate = (series: string) => `rate(${series}[$__rate_interval])`
/** Where nothing was measured there is no line: NaN is not at least 0. */
const quantile = (share: number, histogram: string, by = '') =>
  `histogram_quantile(${share}, sum by (le${by && `, ${by}`}) (${rate(histogram)})) >= 0`
const SIGN_UPS = 'http_server_request_duration_seconds_count{http_route="/register",http_request_method="POST",'
// Several gateways report the same queue: the maximum of them, never the sum.
const BACKLOG = 'sum(max by (state) (registrar_queue_jobs{state=~"waiting|active|delayed"}))'
const ENDED = `sum(${rate('registrar_registrations_ended_total')})`

/** The dashboard on one page, from what people notice down to why. */
export const ROWS: Row[] = [
  {
    title: 'Are people served?',
    panels: [
      {
        title: 'Accepted and ended',
        description: 'Registrations a second. While more are accepted than end, people wait longer.',
        unit: 'cps',
        queries: [
          { expr: `sum(${rate('registrar_registrations_accepted_total')})`, legend: 'accepted' },
          { expr: `sum by (status) (${rate('registrar_registrations_ended_total')})`, legend: '{{status}}' },
        ],
      },
      {
        title: 'From accepted to outcome',
        description: 'How long the registrations that ended at that moment had taken.',
        unit: 's',
        queries: [
          { expr: quantile(0.5, 'registrar_registration_duration_seconds_bucket'), legend: 'median' },
          { expr: quantile(0.99, 'registrar_registration_duration_seconds_bucket'), legend: '99th percentile' },
        ],
      },
      {
        title: 'Refused',
        description: 'Requests refused a second, by the code of the problem.',
        unit: 'reqps',
        isStacked: true,
        queries: [{ expr: `sum by (code) (${rate('registrar_refusals_total')}) > 0`, legend: '{{code}}' }],
      },
      {
        title: 'Served',
        description:
          'The share of sign-ups that were not answered with a 5xx, that is, refused or failed because of a fault on our side.',
        unit: 'percentunit',
        max: 1,
        queries: [
          {
            expr: `1 - (sum(${rate(`${SIGN_UPS}http_response_status_code=~"5.."}`)}) or vector(0)) / (sum(${rate(`${SIGN_UPS}}`)}) > 0) or vector(1)`,
            legend: 'served',
          },
        ],
      },
    ],
  },
  {
    title: 'The queue',
    panels: [
      {
        title: 'Backlog',
        description: 'Registrations accepted and not yet ended, and the limit above which new ones are refused.',
        unit: 'short',
        isLogarithmic: true,
        queries: [
          { expr: BACKLOG, legend: 'backlog' },
          { expr: 'max(registrar_backlog_limit)', legend: 'limit' },
        ],
      },
      {
        title: 'Oldest waiting registration',
        description: 'How long ago the next registration in the queue was accepted.',
        unit: 's',
        queries: [{ expr: 'max(registrar_queue_oldest_waiting_seconds)', legend: 'oldest' }],
      },
      {
        title: 'Time to drain',
        description: 'How long until the backlog is empty, at the current rate and with no new registrations.',
        unit: 's',
        queries: [{ expr: `${BACKLOG} / (${ENDED} > 0) or ${BACKLOG} * 0`, legend: 'to drain' }],
      },
      {
        title: 'Workers',
        description: 'Workers that answer, and hashes in flight.',
        unit: 'short',
        queries: [
          { expr: 'count(registrar_hashes_in_flight) or vector(0)', legend: 'workers' },
          { expr: 'sum(registrar_hashes_in_flight) or vector(0)', legend: 'hashes in flight' },
        ],
      },
    ],
  },
  {
    title: 'Gateways',
    panels: [
      {
        title: 'Requests',
        description: 'Requests a second by route, without long polls and event streams.',
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
        title: 'Slowest 1 % of the answers',
        description: 'Time to answer, by route: 99 % of the requests took less.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.99, 'http_server_request_duration_seconds_bucket', 'http_route'),
            legend: '{{http_route}}',
          },
        ],
      },
      {
        title: 'Waiting clients',
        description: 'Open long polls and event streams.',
        unit: 'short',
        queries: [{ expr: 'sum by (kind) (registrar_waiters)', legend: '{{kind}}' }],
      },
      {
        title: 'Event loop lag',
        description: 'How late the event loop runs (99th percentile). A gateway that lags answers late.',
        unit: 's',
        queries: [{ expr: 'nodejs_eventloop_lag_p99_seconds', legend: '{{process}}' }],
      },
    ],
  },
  {
    title: 'Hashing and storing',
    panels: [
      {
        title: 'One hash',
        description: 'How long a password hash takes. More than usual means that something else is using the cores.',
        unit: 's',
        queries: [
          { expr: quantile(0.5, 'registrar_hash_duration_seconds_bucket'), legend: 'median' },
          { expr: quantile(0.99, 'registrar_hash_duration_seconds_bucket'), legend: '99th percentile' },
        ],
      },
      {
        title: 'Slowest 1 % of the store operations',
        description: 'How long the user store takes, by operation: 99 % took less.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.99, 'registrar_store_operation_duration_seconds_bucket', 'operation'),
            legend: '{{operation}}',
          },
        ],
      },
      {
        title: 'Redis and the store',
        description: '1 while a process can use them.',
        unit: 'short',
        max: 1,
        queries: [
          { expr: 'min(registrar_redis_up)', legend: 'Redis' },
          { expr: 'min(registrar_store_up)', legend: 'user store' },
        ],
      },
      {
        title: 'Recoveries',
        description: 'Faults a second that were recovered from automatically, by kind.',
        unit: 'cps',
        isStacked: true,
        queries: [{ expr: `sum by (kind) (${rate('registrar_recoveries_total')})`, legend: '{{kind}}' }],
      },
    ],
  },
  {
    title: 'Logins and webhooks',
    panels: [
      {
        title: 'Verifications',
        description: 'Passwords verified a second in the directory, by result.',
        unit: 'cps',
        isStacked: true,
        queries: [{ expr: `sum by (result) (${rate('registrar_verifications_total')}) > 0`, legend: '{{result}}' }],
      },
      {
        title: 'One verification',
        description: 'How long a verification takes, including its wait for a turn.',
        unit: 's',
        queries: [
          { expr: quantile(0.5, 'registrar_verification_duration_seconds_bucket'), legend: 'median' },
          { expr: quantile(0.99, 'registrar_verification_duration_seconds_bucket'), legend: '99th percentile' },
        ],
      },
      {
        title: 'Webhook attempts',
        description: 'Attempts a second to deliver an event, by endpoint and result.',
        unit: 'cps',
        isStacked: true,
        queries: [
          {
            expr: `sum by (endpoint, result) (${rate('registrar_webhook_attempts_total')}) > 0`,
            legend: '{{endpoint}}: {{result}}',
          },
        ],
      },
      {
        title: 'Oldest event to deliver',
        description: 'Age of the oldest undelivered event, by endpoint.',
        unit: 's',
        queries: [
          { expr: 'max by (endpoint) (registrar_webhook_oldest_pending_seconds)', legend: '{{endpoint}}' },
          { expr: 'max by (endpoint) (registrar_webhook_parked) == 1', legend: '{{endpoint}} is parked' },
        ],
      },
    ],
  },
  {
    title: 'Processes',
    panels: [
      {
        title: 'CPU',
        description: 'Cores that each process uses.',
        unit: 'short',
        isStacked: true,
        queries: [{ expr: rate('process_cpu_seconds_total'), legend: '{{process}}' }],
      },
      {
        title: 'Memory',
        description: 'Resident memory of each process.',
        unit: 'bytes',
        isStacked: true,
        queries: [{ expr: 'process_resident_memory_bytes', legend: '{{process}}' }],
      },
      {
        title: 'Restarts',
        description: 'How often each process was restarted in the last 15 minutes.',
        unit: 'short',
        queries: [{ expr: 'changes(process_start_time_seconds[15m])', legend: '{{process}}' }],
      },
      {
        title: 'Processes that do not answer',
        description: 'Processes of npm start, and Prometheus targets, that are frozen or down.',
        unit: 'short',
        queries: [
          {
            expr: 'count(registrar_process_up == 0 or up{job="registrar"} == 0) or vector(0)',
            legend: 'do not answer',
          },
        ],
      },
    ],
  },
]

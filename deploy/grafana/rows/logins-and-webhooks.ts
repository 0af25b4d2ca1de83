import type { Row } from '../panel.ts'
import { medianAnd99th, rate } from '../promql.ts'

/** What happens after a registration. */
export const loginsAndWebhooks: Row = {
  title: 'Logins and webhooks',
  panels: [
    {
      kind: 'graph',
      title: 'Verifications',
      description: 'Passwords verified a second in the directory, by result, stacked.',
      unit: 'cps',
      isStacked: true,
      ifEmpty: 'none',
      queries: [{ expr: `sum by (result) (${rate('registrar_verifications_total')}) > 0`, legend: '{{result}}' }],
    },
    {
      kind: 'graph',
      title: 'One verification',
      description: 'How long a verification takes, including its wait for a turn.',
      unit: 's',
      ifEmpty: 'none',
      queries: medianAnd99th('registrar_verification_duration_seconds_bucket'),
    },
    {
      kind: 'graph',
      title: 'Webhook attempts',
      description: 'Attempts a second to deliver an event, by endpoint and result, stacked.',
      unit: 'cps',
      isStacked: true,
      ifEmpty: 'none',
      queries: [
        {
          expr: `sum by (endpoint, result) (${rate('registrar_webhook_attempts_total')}) > 0`,
          legend: '{{endpoint}}: {{result}}',
        },
      ],
    },
    {
      kind: 'graph',
      title: 'Oldest event to deliver',
      description: 'Age of the oldest undelivered event, by endpoint.',
      unit: 's',
      queries: [{ expr: 'max by (endpoint) (registrar_webhook_oldest_pending_seconds)', legend: '{{endpoint}}' }],
    },
    {
      kind: 'states',
      isWide: true,
      title: 'Endpoints',
      description: 'Whether events are delivered to the endpoint, or wait because it is parked.',
      states: { one: 'delivering', zero: 'parked' },
      queries: [{ expr: '1 - max by (endpoint) (registrar_webhook_parked)', legend: '{{endpoint}}' }],
    },
  ],
}

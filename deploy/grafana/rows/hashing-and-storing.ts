import type { Row } from '../panel.ts'
import { growth, medianAnd99th, quantile } from '../promql.ts'

const recovered = (kinds: string) => `sum${growth(`registrar_recoveries_total{kind=~"${kinds}"}`)}`

/** What a registration takes, and what it depends on. */
export const hashingAndStoring: Row = {
  title: 'Hashing and storing',
  panels: [
    {
      kind: 'graph',
      title: 'One hash',
      description: 'How long a password hash takes. More than usual means that something else is using the cores.',
      unit: 's',
      queries: medianAnd99th('registrar_hash_duration_seconds_bucket'),
    },
    {
      kind: 'graph',
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
      kind: 'states',
      title: 'Redis and the store',
      description: 'Whether every process can use them.',
      states: { one: 'up', zero: 'down' },
      queries: [
        { expr: 'min(registrar_redis_up)', legend: 'Redis' },
        { expr: 'min(registrar_store_up)', legend: 'user store' },
      ],
    },
    {
      kind: 'graph',
      title: 'Recoveries',
      description:
        'Faults recovered from so far in the time shown; none of them registers anyone twice. Each name has one user. ' +
        'A job is put back when a worker shuts down, or to be processed alone because it was in a worker that died.',
      unit: 'short',
      namesHighest: true,
      queries: [
        { expr: recovered('stalled_job'), legend: 'taken from a dead worker', colour: 'orange' },
        { expr: recovered('given_back'), legend: 'put back for later', colour: 'sky' },
        { expr: recovered('repeated_delivery'), legend: 'delivered again', colour: 'blue', isDashed: true },
        { expr: recovered('store_outage|redis_outage'), legend: 'outages that ended', colour: 'purple' },
      ],
    },
  ],
}

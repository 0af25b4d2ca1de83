import type { Row } from '../panel.ts'
import { medianAnd99th, quantile, rate } from '../promql.ts'

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
      description: 'Faults a second that were recovered from automatically, by kind.',
      unit: 'cps',
      isStacked: true,
      isBars: true,
      queries: [{ expr: `sum by (kind) (${rate('registrar_recoveries_total')})`, legend: '{{kind}}' }],
    },
  ],
}

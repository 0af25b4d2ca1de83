import type { Row } from '../panel.ts'
import { backlog, rate } from '../promql.ts'

const IN_FLIGHT = 'registrar_hashes_in_flight'
const hashSeconds = `sum(${rate('registrar_hash_duration_seconds_sum')}) / sum(${rate('registrar_hash_duration_seconds_count')})`
// Between two groups of registrations none is in flight for a moment.
const hashesAtATime = `sum(max_over_time(${IN_FLIGHT}[$__rate_interval]))`

/** How much waits, for how long, and who works on it. */
export const queue: Row = {
  title: 'The queue',
  panels: [
    {
      kind: 'graph',
      title: 'Backlog',
      description: 'Registrations accepted and not yet ended.',
      unit: 'short',
      queries: [{ expr: backlog(), legend: 'not ended yet', colour: 'blue' }],
    },
    {
      kind: 'graph',
      title: 'Backlog, as a share of its limit',
      description: 'At 100 % of MAX_BACKLOG new registrations are refused; an alert comes at 80 %.',
      unit: 'percentunit',
      max: 1,
      queries: [{ expr: `${backlog()} / max(registrar_backlog_limit)`, legend: 'in use', colour: 'blue' }],
    },
    {
      kind: 'graph',
      title: 'Wait in the queue',
      description:
        'How long the oldest has waited so far, and how long one accepted now is going to wait at the present speed. That is the backlog, times the seconds of one hash, divided by the hashes in flight; without a worker nobody can say.',
      unit: 's',
      queries: [
        { expr: 'max(registrar_queue_oldest_waiting_seconds)', legend: 'of the oldest, so far', colour: 'blue' },
        {
          expr: `(${backlog()} * ${hashSeconds} / (${hashesAtATime} > 0) >= 0) or ${backlog()} == 0`,
          legend: 'of one accepted now, at this speed',
          colour: 'orange',
          isDashed: true,
        },
      ],
    },
    {
      kind: 'graph',
      title: 'Workers',
      description: 'Workers that answer, and hashes in flight.',
      unit: 'short',
      queries: [
        { expr: `sum(${IN_FLIGHT}) or vector(0)`, legend: 'hashes in flight', colour: 'sky' },
        { expr: `count(${IN_FLIGHT}) or vector(0)`, legend: 'workers', colour: 'blue', isDashed: true },
      ],
    },
  ],
}

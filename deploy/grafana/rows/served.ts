import type { Row } from '../panel.ts'
import { backlog, growth, medianAnd99th, rate } from '../promql.ts'

const ACCEPTED = 'registrar_registrations_accepted_total'
const ENDED = 'registrar_registrations_ended_total'
const OUTCOMES = 'registrar_outcomes_total'
const SIGN_UPS = 'http_server_request_duration_seconds_count{http_route="/register",http_request_method="POST",'

const accepted = `sum${growth(ACCEPTED)}`
const ended = `max${growth(OUTCOMES)}`
const more = `(${backlog()} - (${backlog(' @ start()')} or vector(0)))`

/** What people notice. */
export const served: Row = {
  title: 'Are people served?',
  panels: [
    {
      kind: 'totals',
      isWide: true,
      title: 'Every registration, in the time shown',
      description:
        'Accepted = ended + those that wait or are in flight now. Counted in Redis where a process that dies could take its count along. ' +
        '"Unaccounted for" is what was accepted, has not ended and is not in the queue either: it must be 0.',
      queries: [
        { expr: accepted, legend: 'accepted' },
        { expr: ended, legend: 'ended' },
        { expr: backlog(), legend: 'not ended yet', alarm: 'orange' },
        { expr: `clamp_min(${accepted} - ${ended} - ${more}, 0)`, legend: 'unaccounted for', alarm: 'red' },
      ],
    },
    {
      kind: 'graph',
      title: 'Accepted and ended',
      description:
        'Registrations a second; what ended, by status, is stacked. While more are accepted than end, people wait longer.',
      unit: 'cps',
      isStacked: true,
      queries: [
        // What is rare lies at the bottom: at 0 its line does not cover another.
        { expr: `sum(${rate(`${ENDED}{status="failed"}`)})`, legend: 'failed', colour: 'red' },
        { expr: `sum(${rate(`${ENDED}{status="rejected"}`)})`, legend: 'rejected', colour: 'orange' },
        { expr: `sum(${rate(`${ENDED}{status="completed"}`)})`, legend: 'completed', colour: 'green' },
        { expr: `sum(${rate(ACCEPTED)})`, legend: 'accepted', colour: 'blue', isDashed: true },
      ],
    },
    {
      kind: 'graph',
      title: 'From accepted to outcome',
      description: 'How long the registrations that ended at that moment had taken.',
      unit: 's',
      queries: medianAnd99th('registrar_registration_duration_seconds_bucket'),
    },
    {
      kind: 'graph',
      title: 'Refused',
      description:
        'Requests refused a second, by the code of the problem, stacked. Without those for what does not exist.',
      unit: 'reqps',
      isStacked: true,
      ifEmpty: 'none refused',
      queries: [
        { expr: `sum by (code) (${rate('registrar_refusals_total{code!="not_found"}')}) > 0`, legend: '{{code}}' },
      ],
    },
    {
      kind: 'graph',
      title: 'Sign-ups answered with anything but a 5xx',
      description: 'As a share of all sign-ups; a gap: no sign-ups arrived. A 5xx is a fault on our side.',
      unit: 'percentunit',
      softMin: 0.98,
      max: 1,
      ifEmpty: 'nobody signed up',
      queries: [
        {
          expr: `1 - (sum(${rate(`${SIGN_UPS}http_response_status_code=~"5.."}`)}) or vector(0)) / (sum(${rate(`${SIGN_UPS}}`)}) > 0)`,
          legend: 'not a 5xx',
          colour: 'green',
        },
      ],
    },
  ],
}

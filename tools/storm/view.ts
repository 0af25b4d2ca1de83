import { byName, count, duration, latency, rate } from '../format.ts'
import type { Progress } from './progress.ts'
import { backlogIn, sum, type Tally } from './tally.ts'

const BAR = 40

/** The current state of a storm, as the lines of a small board. */
export function board(tally: Tally, { ended, waiting, perSecond, secondsLeft }: Progress): string {
  const row = (label: string, number: number, ...notes: string[]) =>
    `${label.padEnd(10)}${count(number).padStart(9)}   ${notes.join('   ')}`.trimEnd()
  const done = Math.floor(ended * BAR)
  const waits = Math.min(BAR - done, Math.ceil(waiting * BAR))
  const bar = '█'.repeat(done) + '▒'.repeat(waits) + '░'.repeat(BAR - done - waits)
  return [
    '',
    `${bar}   ${Math.floor(ended * 100)} %   ${timeLeft(secondsLeft)}`,
    '',
    row('sent', tally.sent, rate(perSecond.sent)),
    row('accepted', tally.accepted, rate(perSecond.accepted), ...acceptTimes(tally)),
    row('refused', sum(tally.refused), byName(tally.refused)),
    ...(tally.unanswered.size > 0 ? [row('no answer', sum(tally.unanswered), byName(tally.unanswered))] : []),
    row('backlog', backlogIn(tally)),
    row('completed', tally.ended.completed, rate(perSecond.ended)),
    row('rejected', tally.ended.rejected),
    row('failed', tally.ended.failed),
    '',
  ].join('\n')
}

/** The same in one line, for a log. */
export function line(tally: Tally, { ended, perSecond, secondsLeft }: Progress): string {
  return [
    `${Math.floor(ended * 100)} %`,
    `sent ${count(tally.sent)}`,
    `accepted ${count(tally.accepted)} (${rate(perSecond.accepted)})`,
    ...acceptTimes(tally),
    `refused ${count(sum(tally.refused))}`,
    `backlog ${count(backlogIn(tally))}`,
    `completed ${count(tally.ended.completed)} (${rate(perSecond.ended)})`,
    `rejected ${count(tally.ended.rejected)}`,
    `failed ${count(tally.ended.failed)}`,
    timeLeft(secondsLeft),
  ].join('  ')
}

const timeLeft = (seconds: number | undefined) => (seconds === undefined ? '' : `${duration(seconds)} left`)

const acceptTimes = ({ accepted, acceptLatencies }: Tally) =>
  accepted > 0 ? [`p50 ${latency(acceptLatencies, 50)}`, `p99 ${latency(acceptLatencies, 99)}`] : []

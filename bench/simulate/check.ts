import { startOwnRegistrar } from '../../tools/load/own-registrar.ts'
import { evenArrivals, type Phase } from './arrivals.ts'
import { type Figures, figuresOf, waitsOf } from './figures.ts'
import { describeCrew, drawFrom, measureHashTimes } from './hash-times.ts'
import { simulateQueue } from './queue.ts'
import { realBurst, type Seen, workMsOf } from './real-burst.ts'
import { count, table, time } from './table.ts'

/** Comes almost at once, so that its end shows how fast the workers are and nothing else. */
const CROWD: Phase = { rate: 1_000, seconds: 0.4 }

/**
 * Predicts what becomes of `burst`, sends it to a real Registrar, and puts both side by side: once with the hash times
 * alone, once with all that a registration asks of a worker, as a smaller crowd shows it. Both are measured before the
 * burst and after it: a machine that is shared changes its mind within seconds.
 */
export async function checkAgainstReality(burst: Phase, workers: number): Promise<string> {
  await using registrar = await startOwnRegistrar({ WORKERS: `${workers}` })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void registrar[Symbol.asyncDispose]().then(() => process.exit(130)))
  const measure = async () => ({
    hashTimes: await measureHashTimes(workers),
    workMs: workMsOf(await realBurst(registrar.url, CROWD), workers),
  })
  const before = await measure()
  const seen = figuresOfSeen(await realBurst(registrar.url, burst))
  const after = await measure()

  const hashTimes = [...before.hashTimes, ...after.hashTimes]
  const workTimes = [before.workMs, after.workMs]
  const predict = (workMs: () => number) =>
    figuresOf(simulateQueue({ arrivals: evenArrivals([burst]), workers, workMs }))
  const byHash = predict(drawFrom(hashTimes))
  const byWork = predict(drawFrom(workTimes))
  const row = (name: string, of: (figures: SeenFigures) => number) => [
    name,
    time(of(byHash)),
    time(of(byWork)),
    time(of(seen)),
    (of(seen) / of(byHash)).toFixed(2),
    (of(seen) / of(byWork)).toFixed(2),
  ]
  return `${count(burst.rate * burst.seconds)} sign-ups in ${burst.seconds} s; ${describeCrew(workers, hashTimes)}
One registration, all told: ${workTimes.map(time).join(' before, ')} after

${table([
  ['', 'by the hash', 'all told', 'seen', 'seen / hash', 'seen / all told'],
  row('wait, p50', ({ wait }) => wait.p50),
  row('wait, p99', ({ wait }) => wait.p99),
  row('drained after', ({ drainedAfterMs }) => drainedAfterMs),
])}`
}

type SeenFigures = Pick<Figures, 'wait' | 'drainedAfterMs'>

function figuresOfSeen(seen: Seen[]): SeenFigures {
  const first = seen.reduce((least, { acceptedAt }) => Math.min(least, acceptedAt), Number.POSITIVE_INFINITY)
  const last = seen.reduce((most, { endedAt }) => Math.max(most, endedAt), 0)
  return { wait: waitsOf(seen.map(({ acceptedAt, endedAt }) => endedAt - acceptedAt)), drainedAfterMs: last - first }
}

import { startOwnRegistrar } from '../../tools/load/own-registrar.ts'
import { evenArrivals, type Phase } from './arrivals.ts'
import { type Figures, figuresOf, waitsOf } from './figures.ts'
import { describeWorkers, drawFrom, measureHashTimes } from './hash-times.ts'
import { simulateQueue } from './queue.ts'
import { realBurst, type Seen, workMsOf } from './real-burst.ts'
import { count, table, time } from './table.ts'

/** Arrives almost at once, so that how it drains shows the speed of the workers and nothing else. */
const CALIBRATION: Phase = { rate: 1_000, seconds: 0.4 }

/**
 * Predicts how `burst` is processed, sends it to a real Registrar, and compares: one prediction uses the hash times alone,
 * the other the whole time that a registration occupies a worker, measured with a smaller burst. Both are measured before
 * and after the burst, because the speed of a shared machine changes within seconds.
 */
export async function checkAgainstReality(burst: Phase, workers: number): Promise<string> {
  await using registrar = await startOwnRegistrar({ WORKERS: `${workers}` })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void registrar[Symbol.asyncDispose]().then(() => process.exit(130)))
  const measure = async () => ({
    hashTimes: await measureHashTimes(workers),
    workMs: workMsOf(await realBurst(registrar.url, CALIBRATION), workers),
  })
  const before = await measure()
  const seen = figuresOfBurst(await realBurst(registrar.url, burst))
  const after = await measure()

  const hashTimes = [...before.hashTimes, ...after.hashTimes]
  const workTimes = [before.workMs, after.workMs]
  const predict = (workMs: () => number) =>
    figuresOf(simulateQueue({ arrivals: evenArrivals([burst]), workers, workMs }))
  const byHash = predict(drawFrom(hashTimes))
  const byWork = predict(drawFrom(workTimes))
  const row = (name: string, of: (figures: MeasuredFigures) => number) => [
    name,
    time(of(byHash)),
    time(of(byWork)),
    time(of(seen)),
    (of(seen) / of(byHash)).toFixed(2),
    (of(seen) / of(byWork)).toFixed(2),
  ]
  return `${count(burst.rate * burst.seconds)} sign-ups in ${burst.seconds} s; ${describeWorkers(workers, hashTimes)}
One registration in total: ${workTimes.map(time).join(' before, ')} after

${table([
  ['', 'by hash', 'in total', 'measured', 'measured / hash', 'measured / total'],
  row('wait, p50', ({ wait }) => wait.p50),
  row('wait, p99', ({ wait }) => wait.p99),
  row('drained after', ({ drainedAfterMs }) => drainedAfterMs),
])}`
}

type MeasuredFigures = Pick<Figures, 'wait' | 'drainedAfterMs'>

function figuresOfBurst(seen: Seen[]): MeasuredFigures {
  const first = seen.reduce((least, { acceptedAt }) => Math.min(least, acceptedAt), Number.POSITIVE_INFINITY)
  const last = seen.reduce((most, { endedAt }) => Math.max(most, endedAt), 0)
  return { wait: waitsOf(seen.map(({ acceptedAt, endedAt }) => endedAt - acceptedAt)), drainedAfterMs: last - first }
}

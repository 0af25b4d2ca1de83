import { evenArrivals, type Phase } from './arrivals.ts'
import { type Figures, figuresOf } from './figures.ts'
import { describeCrew, drawFrom, measureHashTimes } from './hash-times.ts'
import { startOwnRegistrar } from './own-registrar.ts'
import { simulateQueue } from './queue.ts'
import { realBurst } from './real-burst.ts'
import { count, table, time } from './table.ts'

type Seen = Pick<Figures, 'wait' | 'drainedAfterMs'>

/**
 * Predicts what becomes of `burst`, sends it to a real Registrar, and puts both side by side. The hash time is measured
 * before and after: a machine that is shared changes its mind within seconds.
 */
export async function checkAgainstReality(burst: Phase, workers: number): Promise<string> {
  const before = await measureHashTimes(workers)
  const seen = await burstOnOwnRegistrar(burst, workers)
  const hashTimes = [...before, ...(await measureHashTimes(workers))]
  const run = simulateQueue({ arrivals: evenArrivals([burst]), workers, workMs: drawFrom(hashTimes) })
  const predicted = figuresOf(run)
  const row = (name: string, of: (figures: Seen) => number) => [
    name,
    time(of(predicted)),
    time(of(seen)),
    (of(seen) / of(predicted)).toFixed(2),
  ]
  return `${count(run.served.length)} sign-ups in ${burst.seconds} s, ${describeCrew(workers, hashTimes)}

${table([
  ['', 'predicted', 'seen', 'ratio'],
  row('wait, p50', ({ wait }) => wait.p50),
  row('wait, p99', ({ wait }) => wait.p99),
  row('drained after', ({ drainedAfterMs }) => drainedAfterMs),
])}`
}

async function burstOnOwnRegistrar(burst: Phase, workers: number): Promise<Seen> {
  await using registrar = await startOwnRegistrar({ WORKERS: `${workers}`, RATE_LIMIT_PER_MINUTE: '0' })
  return await realBurst(registrar.url, burst)
}

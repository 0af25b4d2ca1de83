import { digits } from '../report/format.ts'
import { threadTimes } from './cpu-time.ts'

/** Which processes to read. */
type Parts = { workers: number[]; redis: number }

const HASHING = 'hashing threads'

/** Measures where CPU time goes while it runs. Only Linux reports it by thread: on other systems the result is empty. */
export function cpuMeter({ workers, redis }: Parts) {
  const used = new Map<string, number>()
  let before = new Map<string, number>()

  /** CPU time in ms since the processes started. */
  const read = () => {
    const now = new Map<string, number>()
    for (const pid of [...workers, redis])
      for (const { thread, ms } of threadTimes(pid)) {
        const otherwise = pid === redis ? 'Redis' : 'rest of the workers'
        const part = thread.startsWith('libuv-worker') ? HASHING : otherwise
        now.set(part, (now.get(part) ?? 0) + ms)
      }
    return now
  }
  return {
    start() {
      before = read()
    },
    stop() {
      for (const [part, ms] of read()) used.set(part, (used.get(part) ?? 0) + ms - (before.get(part) ?? 0))
    },
    /** `hashing threads 7.4 ms, Redis 0.6 ms`: the time for each of `count` registrations processed meanwhile. */
    each: (count: number) => Array.from(used, ([part, ms]) => `${part} ${digits(ms / count)} ms`).join(', '),
  }
}

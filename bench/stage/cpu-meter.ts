import { readdirSync, readFileSync } from 'node:fs'
import { digits } from '../report/format.ts'

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
    if (process.platform !== 'linux') return now
    for (const pid of [...workers, redis])
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const file = (name: string) => readFileSync(`/proc/${pid}/task/${thread}/${name}`, 'utf8')
        const otherwise = pid === redis ? 'Redis' : 'rest of the workers'
        const part = file('comm').startsWith('libuv-worker') ? HASHING : otherwise
        now.set(part, (now.get(part) ?? 0) + Number(file('schedstat').split(' ')[0]) / 1e6)
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

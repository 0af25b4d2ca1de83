import * as real from '../../../apps/notifier/src/stream/stream-reader.ts'
import { reach } from './points.ts'

export function startStreamReader(deps: Parameters<typeof real.startStreamReader>[0]) {
  const { queue, redis } = deps
  const acknowledge = redis.xack.bind(redis) as (...names: string[]) => Promise<number>
  redis.xack = (async (...names: string[]) => {
    const count = await acknowledge(...names)
    await reach('entry acknowledged')
    return count
  }) as typeof redis.xack
  return real.startStreamReader({
    ...deps,
    queue: {
      ...queue,
      async add(events) {
        await reach('entry read')
        const jobs = await queue.add(events)
        await reach('event queued')
        return jobs
      },
    },
  })
}

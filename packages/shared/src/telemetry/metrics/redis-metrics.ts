import { Gauge } from 'prom-client'
import { inTime } from './in-time.ts'
import type { Metrics } from './metrics.ts'

/** Whether Redis takes writes, asked when the page is asked for. */
export const redisMetrics =
  (acceptsWrites: () => Promise<boolean>): Metrics =>
  (registry) => {
    const up = new Gauge({
      name: 'registrar_redis_up',
      help: '1 while Redis takes writes from this process.',
      registers: [registry],
    })
    return async () => up.set((await inTime(acceptsWrites())) ? 1 : 0)
  }

import { z } from 'zod'
import { redisUrl } from '../redis/redis-url.ts'
import { choice } from './variables/choice.ts'
import { host } from './variables/host.ts'
import { port, wholeNumber } from './variables/number.ts'

/** The variables that every process of Registrar reads. */
export const commonSettings = {
  /** Where the queue lives. `npm start` sets it when it runs a Redis of its own. */
  REDIS_URL: redisUrl(),
  /** Where `npm start` keeps the embedded store, its own Redis and the keys of the first run. */
  DATA_DIR: z.string().default('./data'),
  LOG_LEVEL: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  /** How long SIGTERM may take, in seconds. Docker and Kubernetes send SIGKILL after 10 and 30. */
  DRAIN_SECONDS: wholeNumber({ min: 1, max: 3600 }).default(20),
  /** How long an outcome can be read, in seconds. */
  OUTCOME_TTL_SECONDS: wholeNumber({ min: 60, max: 31_536_000 }).default(86_400),
}

/** The variables of each process with metrics. */
export const metricsSettings = {
  /** Loopback by default: the page is only for your own Prometheus. */
  METRICS_HOST: host().default('127.0.0.1'),
  /** Where the page of metrics is; unset: nowhere, and nothing is counted. 0 lets the system choose. */
  METRICS_PORT: port().optional(),
}

/** The variables of those that write or read the outcome stream. */
export const streamSettings = {
  /** How long entries of the outcome stream are kept, in seconds, read or unread. */
  OUTCOME_STREAM_SECONDS: wholeNumber({ min: 1, max: 31_536_000 }).default(86_400),
}

/** The variables of processes that serve no clients but answer an orchestrator's health checks. */
export const healthSettings = {
  /** Where the process answers /livez and /readyz; unset: nowhere. */
  HEALTH_HOST: host().default('127.0.0.1'),
  HEALTH_PORT: port().optional(),
}

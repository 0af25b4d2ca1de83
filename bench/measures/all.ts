import type { Measure } from '../measure.ts'
import { acceptOverload } from './accept-overload.ts'
import { acceptRate } from './accept-rate.ts'
import { acceptSaturated } from './accept-saturated.ts'
import { answerDelay } from './answer-delay.ts'
import { completedRate } from './completed-rate.ts'
import { directory } from './directory.ts'
import { drain } from './drain.ts'
import { hashEngine } from './hash-engine.ts'
import { jobStart } from './job-start.ts'
import { loneSignUp } from './lone-sign-up.ts'
import { memory } from './memory.ts'
import { memoryOverTime } from './memory-over-time.ts'
import { metrics } from './metrics.ts'
import { outcomeStream } from './outcome-stream.ts'
import { scaling } from './scaling.ts'
import { start } from './start.ts'
import { statusPolls } from './status-polls.ts'
import { throughput } from './throughput.ts'
import { verificationsMeasure } from './verifications.ts'
import { webhookOutage } from './webhook-outage.ts'
import { webhooks } from './webhooks.ts'

/** In the order of the table. */
export const MEASURES: Measure[] = [
  throughput,
  completedRate,
  hashEngine,
  acceptRate,
  acceptSaturated,
  acceptOverload,
  statusPolls,
  drain,
  memory,
  scaling,
  jobStart,
  loneSignUp,
  answerDelay,
  start,
  outcomeStream,
  metrics,
  webhooks,
  verificationsMeasure,
  directory,
]

/** Those that take longer than the whole table: they run only when named. */
export const LONG_MEASURES: Measure[] = [memoryOverTime, webhookOutage]

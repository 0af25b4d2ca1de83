import type { Measure } from '../measure.ts'
import { acceptOverload } from './accept-overload.ts'
import { acceptRate } from './accept-rate.ts'
import { acceptSaturated } from './accept-saturated.ts'
import { answerDelay } from './answer-delay.ts'
import { drain } from './drain.ts'
import { hashEngine } from './hash-engine.ts'
import { importMongodb, importSqlite } from './import.ts'
import { jobStart } from './job-start.ts'
import { memory } from './memory.ts'
import { memoryOverTime } from './memory-over-time.ts'
import { scaling } from './scaling.ts'
import { start } from './start.ts'
import { statusPolls } from './status-polls.ts'
import { throughput } from './throughput.ts'
import { webhooks } from './webhooks.ts'

/** In the order of the table. */
export const MEASURES: Measure[] = [
  throughput,
  hashEngine,
  acceptRate,
  acceptSaturated,
  acceptOverload,
  statusPolls,
  drain,
  memory,
  scaling,
  jobStart,
  answerDelay,
  start,
  webhooks,
]

/** Those that take longer than the whole table: they run only when named. */
export const LONG_MEASURES: Measure[] = [memoryOverTime, importSqlite, importMongodb]

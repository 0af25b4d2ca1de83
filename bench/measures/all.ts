import type { Measure } from '../measure.ts'
import { acceptRate } from './accept-rate.ts'
import { acceptSaturated } from './accept-saturated.ts'
import { hashEngine } from './hash-engine.ts'
import { throughput } from './throughput.ts'

/** In the order of the table. */
export const MEASURES: Measure[] = [throughput, hashEngine, acceptRate, acceptSaturated]

import type { Measure } from '../measure.ts'
import { hashEngine } from './hash-engine.ts'

/** In the order of the table. */
export const MEASURES: Measure[] = [hashEngine]

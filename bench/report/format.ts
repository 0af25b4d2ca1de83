import type { Figure, Goal } from '../measure.ts'
import type { Spread } from '../rounds.ts'
import { spreadOf } from '../rounds.ts'

/** Three significant digits, with thousands separators: the measurements are no more precise. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return `${value}`
  const rounded = Number(value.toPrecision(3))
  return Math.abs(value) >= 1_000 ? Math.round(value >= 10_000 ? rounded : value).toLocaleString('en-US') : `${rounded}`
}

const withUnit = (value: number, unit: Figure['unit']) => `${digits(value)}${unit && ` ${unit}`}`

/** `0.97 (0.96–0.98)`: the median, the minimum and the maximum. */
export const formatSpread = ({ median, min, max }: Spread, unit: Figure['unit'] = ''): string =>
  min === max ? withUnit(median, unit) : `${withUnit(median, unit)} (${digits(min)}–${digits(max)})`

/** The median of rates, for a sentence. */
export const perSecond = (rates: number[]): string => digits(spreadOf(rates).median)

export function formatGoal({ atLeast, atMost }: Goal, unit: Figure['unit']): string {
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast}–${withUnit(atMost, unit)}`
  return atLeast === undefined ? `≤ ${withUnit(atMost!, unit)}` : `≥ ${withUnit(atLeast, unit)}`
}

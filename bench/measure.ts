import type { Plot } from './report/plot.ts'
import type { Spread } from './rounds.ts'

/** Both ends are included. */
export type Goal = { atLeast?: number; atMost?: number }

/** One figure of the table. */
export type Figure = {
  /** What was measured, and against what; `-` where there is nothing to compare with. */
  what: string
  against: string
  /** Empty for a ratio of the two. */
  unit: '' | 'ms' | 'min' | 'MB' | 'bytes'
  spread: Spread
  goal: Goal
  /** The absolute figures and how they were measured. */
  details: string
}

export type Findings = { figures: Figure[]; plots?: Plot[] }

/** One row of the table, or a few that share a set-up. */
export type Measure = {
  /** What `--only` takes. */
  name: string
  title: string
  /** `report` prints a few words on the current step; `minutes` is for a measure that has no length of its own. */
  run(report: (step: string) => void, minutes: number): Promise<Findings>
}

/** Whether the median reaches the goal. */
export const isMet = ({ spread: { median }, goal: { atLeast = -Infinity, atMost = Infinity } }: Figure): boolean =>
  median >= atLeast && median <= atMost

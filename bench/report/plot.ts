import type { Spread } from '../rounds.ts'

/** One bar for each contestant, with a whisker from the minimum to the maximum. */
export type Plot = {
  /** Of the file, without its extension. */
  name: string
  title: string
  bars: { label: string; spread: Spread }[]
  /** For bars of very different lengths. */
  isLogarithmic?: boolean
}

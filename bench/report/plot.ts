import type { Spread } from '../rounds.ts'

/** One bar for each contestant, with a whisker from the least to the most that was seen. */
export type Plot = {
  /** Of the file, without its extension. */
  name: string
  title: string
  bars: { label: string; spread: Spread }[]
  /** For bars of which one would hide the others. */
  isLogarithmic?: boolean
}

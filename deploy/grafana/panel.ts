/** Distinguishable with colour blindness, too (Okabe and Ito). */
export const COLOURS = {
  blue: '#0072b2',
  green: '#009e73',
  orange: '#e69f00',
  red: '#d55e00',
  purple: '#cc79a7',
  sky: '#56b4e9',
}

/** One series of a panel, or several where the expression returns several. */
export type Query = {
  /** PromQL. `$__rate_interval` is Grafana's: four scrapes at least. `$__range` is the time shown. */
  expr: string
  /** The name of the series; `{{label}}` stands for a label of it. */
  legend: string
  colour?: keyof typeof COLOURS
  /** Drawn over the others, dashed and without an area: a line of the same height remains visible below it. */
  isDashed?: boolean
  /** In totals: the colour of any value but 0, which is green. */
  alarm?: 'orange' | 'red'
}

type Described = {
  title: string
  /** What it answers, for a reader who sees it for the first time. */
  description: string
  queries: Query[]
  /** Over the whole width, and half as high as the others. */
  isWide?: boolean
}

/** How values change. */
export type Graph = Described & {
  kind: 'graph'
  /** Grafana's name of the unit; `cores` is ours. */
  unit: 'short' | 'reqps' | 's' | 'bytes' | 'percentunit' | 'cps' | 'cores'
  /** The series lie on one another: their sum means something. */
  isStacked?: boolean
  /** For events that happen now and then. */
  isBars?: boolean
  /** Where the axis ends. */
  max?: number
  /** Where the axis begins unless a value is lower; else at 0. */
  softMin?: number
  /** A logarithmic axis, which begins here: one peak does not flatten the rest. */
  logarithmicFrom?: number
  /** The names are followed by the highest values, which are whole numbers. */
  namesHighest?: boolean
  /** What an empty panel says. */
  ifEmpty?: string
}

/** Whole numbers as they are at the end of the time shown. */
export type Totals = Described & { kind: 'totals' }

/** When something worked (1) and when not (0): a bar for each series. */
export type States = Described & { kind: 'states' /** What 1 and 0 mean. */; states: { one: string; zero: string } }

export type Panel = Graph | Totals | States

export type Row = { title: string; panels: Panel[] }

import type { EChartsOption } from 'echarts'
import type { Panel, Query } from '../../deploy/grafana/panel.ts'

/** One value for each second; undefined where there is none. */
export type Line = { name: string; query: Query; values: (number | undefined)[] }
export type PanelPicture<P extends Panel = Panel> = { panel: P; lines: Line[] }

/** Where a panel is drawn, in pixels, and which of the axes are its own. */
export type Place = { n: number; x: number; y: number; width: number; height: number; seconds: number }

type Listed<Name extends keyof EChartsOption> = Extract<EChartsOption[Name], unknown[]>

/** What a panel adds to the picture of its row. */
export type Drawing = {
  [Name in 'legend' | 'grid' | 'xAxis' | 'yAxis' | 'series' | 'graphic']?: Listed<Name>
}

export const INK = '#24292f'
export const QUIET = '#57606a'
export const FAINT = '#d8dee4'
export const TEXT = { color: INK, fontSize: 11 }

/** Below its title and what it answers, above its legend. */
const INNER = { left: 84, right: 16, top: 74, bottom: 66 }

/** What the times below all panels of a row are: said once, at its foot. */
export const TIME_AXIS = 'Horizontal axes: minutes:seconds since the start.'

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`

/** The time, along the lower edge of a panel. */
export const timeAxis = ({ n, seconds }: Place) => ({
  gridIndex: n,
  type: 'value' as const,
  min: 0,
  max: Math.round(seconds),
  interval: 30,
  axisLabel: { ...TEXT, formatter: (at: number) => clock(at), showMaxLabel: false },
  splitLine: { show: false },
  axisLine: { onZero: false, lineStyle: { color: INK } },
})

/** The room for what stands left of the values. */
export const MARGIN = INNER.left

/** Where the values of a panel are. */
export const gridOf = ({ x, y, width, height }: Place) => ({
  left: x + INNER.left,
  top: y + INNER.top,
  width: width - INNER.left - INNER.right,
  height: height - INNER.top - INNER.bottom,
})

import { type EChartsOption, type GridComponentOption, init } from 'echarts'
import type { Panel } from '../../deploy/grafana/panels.ts'

/** One value for each second; undefined where there is none. */
export type Line = { name: string; values: (number | undefined)[] }
export type PanelPicture = { panel: Panel; lines: Line[] }

/** Two panels side by side, as wide as a page of documentation. */
const COLUMNS = 2
const CELL = { width: 430, height: 290 }
const MARGIN = { left: 58, right: 16, top: 52, bottom: 78 }

/** From this many seconds on, an axis shows minutes. */
const MINUTES_FROM = 180

const INK = '#24292f'
const FAINT = '#d8dee4'
/** Distinguishable with colour blindness, too (Okabe and Ito). */
const COLOURS = [
  '#0072b2',
  '#009e73',
  '#d55e00',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#8250df',
  '#6e7781',
  '#999933',
  '#882255',
]

/** Draws the panels of a row, during `seconds`, as an SVG document. */
export function svgOf(pictures: PanelPicture[], seconds: number): string {
  const rows = Math.ceil(pictures.length / COLUMNS)
  const [width, height] = [COLUMNS * CELL.width, rows * CELL.height]
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption(optionsOf(pictures, seconds))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

function optionsOf(pictures: PanelPicture[], seconds: number): EChartsOption {
  const shown = pictures.map(({ panel, lines }) => ({ panel, lines: lines.filter(hasSomething), max: highest(lines) }))
  const placeOf = (n: number) => ({ x: (n % COLUMNS) * CELL.width, y: Math.floor(n / COLUMNS) * CELL.height })
  const text = { color: INK, fontSize: 11 }
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'system-ui, sans-serif', color: INK },
    title: pictures.map(({ panel }, n) => ({
      text: panel.title,
      left: placeOf(n).x + 12,
      top: placeOf(n).y + 10,
      textStyle: { fontSize: 14, color: INK },
    })),
    legend: shown.map(({ lines }, n) => ({
      data: lines.map(({ name }) => idOf(n, name)),
      formatter: (id: string) => id.slice(id.indexOf(' ') + 1),
      left: placeOf(n).x + 12,
      top: placeOf(n).y + CELL.height - 52,
      width: CELL.width - 24,
      type: 'plain',
      itemWidth: 12,
      itemHeight: 8,
      itemGap: 14,
      icon: 'rect',
      textStyle: text,
    })),
    grid: pictures.map(
      (_, n): GridComponentOption => ({
        left: placeOf(n).x + MARGIN.left,
        top: placeOf(n).y + MARGIN.top,
        width: CELL.width - MARGIN.left - MARGIN.right,
        height: CELL.height - MARGIN.top - MARGIN.bottom,
      }),
    ),
    xAxis: pictures.map((_, n) => ({
      gridIndex: n,
      type: 'value',
      min: 0,
      max: Math.round(seconds),
      interval: 30,
      axisLabel: { ...text, formatter: (at: number) => clock(at), showMaxLabel: false },
      splitLine: { show: false },
      axisLine: { lineStyle: { color: INK } },
    })),
    yAxis: shown.map(({ panel, lines, max }, n) => ({
      gridIndex: n,
      type: panel.isLogarithmic ? 'log' : 'value',
      min: panel.isLogarithmic ? 1 : 0,
      ...(panel.max !== undefined && { max: panel.max }),
      ...ticksOf(panel, lines, max),
      axisLabel: { ...text, formatter: (value: number) => format(value, panel.unit, max) },
      splitLine: { lineStyle: { color: FAINT } },
    })),
    series: shown.flatMap(({ panel, lines }, n) =>
      lines.map(({ name, values }, index) => ({
        type: 'line' as const,
        name: idOf(n, name),
        xAxisIndex: n,
        yAxisIndex: n,
        data: values.map((value, second) => [second, heightOf(value, panel)]),
        showSymbol: false,
        lineStyle: { width: 1.8 },
        itemStyle: { color: COLOURS[index % COLOURS.length]! },
        ...(panel.isStacked ? { stack: `${n}`, areaStyle: { opacity: 0.35 } } : {}),
      })),
    ),
  }
}

/** Legends of several panels must not share a name. */
const idOf = (n: number, name: string) => `${n} ${name}`

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`

/** Most lines of a panel with a label are 0 throughout: they would only fill its legend. */
const hasSomething = ({ values }: Line, _: number, lines: Line[]) =>
  lines.length === 1 || values.some((value) => value !== undefined && value !== 0)

/** About four, at round values: whole ones where only those occur, whole minutes in an hour. */
function ticksOf({ unit, max: end }: Panel, lines: Line[], max: number) {
  if (unit === 'percentunit' && end) return { interval: end / 4 }
  if (unit === 's' && max >= MINUTES_FROM) return { interval: 60 * Math.ceil(max / 60 / 4) }
  const isWhole = lines.every(({ values }) => values.every((value) => value === undefined || Number.isInteger(value)))
  return { splitNumber: 4, ...(unit === 'short' && isWhole && { minInterval: 1 }) }
}

const highest = (lines: Line[]) => Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))

/** A gap in a line is a gap; in a pile the lines above would fall into it. A logarithmic axis knows no 0. */
function heightOf(value: number | undefined, { isStacked, isLogarithmic }: Panel): number | null {
  if (value === undefined || !Number.isFinite(value)) return isStacked ? 0 : null
  return isLogarithmic ? Math.max(1, value) : value
}

/** As Grafana writes values of that unit, on an axis that ends near `max`. */
function format(value: number, unit: Panel['unit'], max: number): string {
  if (value === 0) return '0'
  if (unit === 's')
    return max < 1
      ? `${round(value * 1_000)} ms`
      : max < MINUTES_FROM
        ? `${round(value)} s`
        : `${round(value / 60)} min`
  if (unit === 'bytes') return `${round(value / 1_000_000)} MB`
  if (unit === 'percentunit') return `${round(value * 100)} %`
  const short = value >= 1_000 ? `${round(value / 1_000)} k` : `${round(value)}`
  return unit === 'short' ? short : `${short}/s`
}

const round = (value: number) => Number(value.toPrecision(3))

import { type EChartsOption, type GridComponentOption, init } from 'echarts'
import type { Panel } from '../../deploy/grafana/panels.ts'

export type Line = {
  name: string /** Seconds since the beginning, and the value. */
  points: [at: number, value: number][]
}
export type PanelPicture = { panel: Panel; lines: Line[] }

/** Two panels side by side, as wide as a page of documentation. */
const COLUMNS = 2
const CELL = { width: 430, height: 270 }
const MARGIN = { left: 58, right: 16, top: 52, bottom: 58 }

const INK = '#24292f'
const FAINT = '#d8dee4'
/** Told apart by those who see no red or green, too (Okabe and Ito). */
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
    legend: pictures.map(({ lines }, n) => ({
      data: lines.map(({ name }) => idOf(n, name)),
      formatter: (id: string) => id.slice(id.indexOf(' ') + 1),
      left: placeOf(n).x + 12,
      top: placeOf(n).y + CELL.height - 32,
      width: CELL.width - 24,
      type: 'plain',
      itemWidth: 14,
      itemHeight: 8,
      itemGap: 12,
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
    yAxis: pictures.map(({ panel }, n) => ({
      gridIndex: n,
      type: 'value',
      min: 0,
      ...(panel.max !== undefined && { max: panel.max }),
      splitNumber: 4,
      axisLabel: { ...text, formatter: (value: number) => format(value, panel.unit) },
      splitLine: { lineStyle: { color: FAINT } },
    })),
    series: pictures.flatMap(({ panel, lines }, n) =>
      lines.map(({ name, points }, index) => ({
        type: 'line' as const,
        name: idOf(n, name),
        xAxisIndex: n,
        yAxisIndex: n,
        data: points.filter(([, value]) => Number.isFinite(value)),
        showSymbol: points.length === 1,
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

/** As Grafana writes values of that unit. */
function format(value: number, unit: Panel['unit']): string {
  if (unit === 's')
    return value === 0
      ? '0'
      : value < 1
        ? `${round(value * 1_000)} ms`
        : value < 120
          ? `${round(value)} s`
          : `${round(value / 60)} min`
  if (unit === 'bytes') return `${round(value / 1_000_000)} MB`
  if (unit === 'percentunit') return `${round(value * 100)} %`
  const short = value >= 1_000 ? `${round(value / 1_000)} k` : `${round(value)}`
  return unit === 'short' ? short : `${short}/s`
}

const round = (value: number) => Number(value.toPrecision(3))

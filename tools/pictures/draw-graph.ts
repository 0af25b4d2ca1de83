import { COLOURS, type Graph } from '../../deploy/grafana/panel.ts'
import { seriesColours } from '../../deploy/grafana/series-colours.ts'
import { formatValue, ticksOf } from './format-value.ts'
import {
  type Drawing,
  FAINT,
  gridOf,
  type Line,
  type PanelPicture,
  type Place,
  QUIET,
  TEXT,
  timeAxis,
} from './picture.ts'

/** Of series that have no colour of their own. */
const PALETTE = [...Object.values(COLOURS), '#8250df', '#6e7781', '#999933', '#882255']

const DASHES = 'path://M0,3 L5,3 L5,5 L0,5 Z M8,3 L13,3 L13,5 L8,5 Z'

/** Lines or bars over time, with their names below. */
export function drawGraph({ panel, lines }: PanelPicture<Graph>, place: Place): Drawing {
  const { n } = place
  const shown = lines.filter(hasSomething)
  const values = shown.flatMap((line) => line.values.filter(isFiniteNumber))
  const max = Math.max(0, ...values)
  const colourOf = ({ query, name }: Line, index: number) => {
    const colour = query.colour ?? seriesColours(query)[name]
    return colour ? COLOURS[colour] : PALETTE[index % PALETTE.length]!
  }
  return {
    grid: [gridOf(place)],
    xAxis: [timeAxis(place)],
    yAxis: [
      {
        gridIndex: n,
        ...scaleOf(panel, values),
        ...ticksOf(panel, values, max),
        axisLabel: { ...TEXT, formatter: (value: number) => formatValue(value, panel.unit, max) },
        splitLine: { lineStyle: { color: FAINT } },
      },
    ],
    legend: [
      {
        data: shown.map((line) => ({ name: idOf(n, line.name), ...(line.query.isDashed && { icon: DASHES }) })),
        formatter: (id: string) => labelOf(shown.find(({ name }) => idOf(n, name) === id)!, panel),
        left: place.x + 12,
        top: place.y + place.height - 42,
        width: place.width - 24,
        type: 'plain',
        itemWidth: 13,
        itemHeight: 8,
        itemGap: shown.length > 4 ? 8 : 18,
        icon: 'rect',
        textStyle: TEXT,
      },
    ],
    series: shown.map((line, index) => ({
      type: 'line' as const,
      name: idOf(n, line.name),
      xAxisIndex: n,
      yAxisIndex: n,
      data: line.values.map((value, second) => [second, heightOf(value, panel)]),
      showSymbol: false,
      itemStyle: { color: colourOf(line, index) },
      ...styleOf(line, panel, n),
    })),
    graphic: shown.length === 0 && panel.ifEmpty ? [emptyText(panel.ifEmpty, place)] : [],
  }
}

/** As in deploy/grafana/graph-panel.ts, whose soft minimum gives way to lower values. */
function scaleOf({ max, softMin = 0, logarithmicFrom }: Graph, values: number[]) {
  if (logarithmicFrom !== undefined) return { type: 'log' as const, logBase: 10, min: logarithmicFrom }
  return { type: 'value' as const, min: Math.min(softMin, ...values), ...(max !== undefined && { max }) }
}

function labelOf({ name, query, values }: Line, { namesHighest }: Graph): string {
  const highest = Math.max(0, ...values.filter(isFiniteNumber))
  if (namesHighest) return `${name}: ${highest}`
  return highest === 0 && !query.legend.includes('{{') ? `${name}: 0` : name
}

/** As in deploy/grafana/graph-panel.ts. */
function styleOf({ query }: Line, { isStacked, isBars }: Graph, n: number) {
  if (query.isDashed) return { z: 3, lineStyle: { width: 2, type: [8, 5] } }
  const opacity = isBars ? 0.8 : isStacked ? 0.35 : query.legend.includes('{{') ? 0 : 0.12
  return {
    lineStyle: { width: isBars ? 0 : 1.8 },
    areaStyle: { opacity },
    ...(isBars && { step: 'end' as const }),
    ...(isStacked && { stack: `${n}` }),
  }
}

const isFiniteNumber = (value: number | undefined): value is number => Number.isFinite(value)

/** Legends of several panels must not share a name. */
const idOf = (n: number, name: string) => `${n} ${name}`

/** Most series of a panel with a label are 0 throughout: they would only fill its legend. One that has a name of its own says it. */
const hasSomething = ({ values, query }: Line, _: number, lines: Line[]) =>
  lines.length === 1 || !query.legend.includes('{{') || values.some((value) => value !== undefined && value !== 0)

/** A gap in a line is a gap; in a pile the lines above would fall into it. */
function heightOf(value: number | undefined, { isStacked }: Graph): number | null {
  return isFiniteNumber(value) ? value : isStacked ? 0 : null
}

const emptyText = (text: string, { x, y, width, height }: Place) => ({
  type: 'text' as const,
  x: x + width / 2,
  y: y + height / 2,
  style: { text, fill: QUIET, font: '13px system-ui, sans-serif', align: 'center' as const },
})

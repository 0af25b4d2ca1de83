import { type CustomSeriesRenderItem, type EChartsOption, init } from 'echarts'
import { formatSpread } from './format.ts'
import type { Plot } from './plot.ts'

const SIZE = { width: 760, bar: 44, frame: 74 }
const [INK, BAR, WHISKER] = ['#24292f', '#5b8def', '#1f3d7a']

/** Draws `plot` as an SVG document. */
export function draw(plot: Plot): string {
  const height = SIZE.frame + SIZE.bar * plot.bars.length
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: SIZE.width, height })
  chart.setOption(optionsOf(plot))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

function optionsOf({ title, bars, isLogarithmic = false }: Plot): EChartsOption {
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'system-ui, sans-serif', color: INK },
    title: { text: title, left: 12, top: 10, textStyle: { fontSize: 15, color: INK } },
    grid: { left: 150, right: 190, top: 46, bottom: 28 },
    xAxis: { type: isLogarithmic ? 'log' : 'value', splitNumber: 4, axisLabel: { color: INK } },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ label }) => label), axisLabel: { color: INK } },
    series: [
      {
        type: 'bar',
        barWidth: '55%',
        itemStyle: { color: BAR },
        data: bars.map(({ spread }) => spread.median),
      },
      {
        type: 'custom',
        renderItem: whisker(bars),
        data: bars.map(({ spread: { min, max } }, index) => [index, min, max]),
        encode: { x: [1, 2], y: 0 },
        z: 3,
      },
    ],
  }
}

/** A line from the minimum to the maximum, and the figures beside it. */
const whisker =
  (bars: Plot['bars']): CustomSeriesRenderItem =>
  (_params, api) => {
    const index = api.value(0) as number
    const [left, y] = api.coord([api.value(1), index]) as [number, number]
    const [right] = api.coord([api.value(2), index]) as [number, number]
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style: { stroke: WHISKER, lineWidth: 2 },
    })
    return {
      type: 'group',
      children: [
        line(left, y, right, y),
        line(left, y - 5, left, y + 5),
        line(right, y - 5, right, y + 5),
        {
          type: 'text',
          style: { text: formatSpread(bars[index]!.spread), x: right + 10, y, textVerticalAlign: 'middle', fill: INK },
        },
      ],
    }
  }

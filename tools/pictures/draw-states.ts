import { COLOURS, type States } from '../../deploy/grafana/panel.ts'
import { type Drawing, gridOf, MARGIN, type PanelPicture, type Place, TEXT, timeAxis } from './picture.ts'

/** A bar for each series, in the colour of its state. */
export function drawStates({ panel, lines }: PanelPicture<States>, place: Place): Drawing {
  const { n } = place
  const shown = lines.toReversed() // the first one at the top
  return {
    grid: [gridOf(place)],
    xAxis: [timeAxis(place)],
    yAxis: [
      {
        gridIndex: n,
        type: 'category',
        data: shown.map(({ name }) => name),
        axisLabel: { ...TEXT, width: MARGIN - 8, overflow: 'truncate' },
        axisLine: { show: false },
        axisTick: { show: false },
      },
    ],
    series: [
      {
        type: 'custom',
        xAxisIndex: n,
        yAxisIndex: n,
        data: shown.flatMap(({ values }, row) => periodsOf(values).map((period) => [...period, row])),
        renderItem: (_, api) => {
          const [from, to, value, row] = [0, 1, 2, 3].map((dimension) => Number(api.value(dimension)))
          const [left, middle] = api.coord([from!, row!]) as [number, number]
          const [right] = api.coord([Math.min(to!, place.seconds), row!]) as [number, number]
          const height = Math.min(22, (api.size!([0, 1]) as number[])[1]! * 0.7)
          return {
            type: 'rect',
            shape: { x: left, y: middle - height / 2, width: right - left, height },
            style: { fill: value === 1 ? COLOURS.green : COLOURS.red },
          }
        },
      },
    ],
    graphic: [
      [COLOURS.green, panel.states.one, 17],
      [COLOURS.red, panel.states.zero, 117],
    ].flatMap(([fill, text, at]) => [
      {
        type: 'rect' as const,
        shape: { x: place.x + Number(at), y: place.y + place.height - 36, width: 13, height: 8 },
        style: { fill: `${fill}` },
      },
      {
        type: 'text' as const,
        x: place.x + Number(at) + 18,
        y: place.y + place.height - 37,
        style: { text: `${text}`, fill: TEXT.color, font: `${TEXT.fontSize}px system-ui, sans-serif` },
      },
    ]),
  }
}

/** From when until when a value was the same, in seconds. */
function periodsOf(values: (number | undefined)[]): [from: number, to: number, value: number][] {
  const periods: [number, number, number][] = []
  for (const [second, value] of values.entries()) {
    if (value === undefined) continue
    const last = periods.at(-1)
    if (last && last[1] === second && last[2] === value) last[1]++
    else periods.push([second, second + 1, value])
  }
  return periods
}

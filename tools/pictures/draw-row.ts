import { type EChartsOption, init, setPlatformAPI } from 'echarts'
import { basisOf } from '../../deploy/grafana/basis.ts'
import { drawGraph } from './draw-graph.ts'
import { drawStates } from './draw-states.ts'
import { drawTotals } from './draw-totals.ts'
import { type Drawing, INK, type PanelPicture, type Place, QUIET, TIME_AXIS } from './picture.ts'

/** Two panels side by side, as wide as a page of documentation. */
const COLUMNS = 2
const CELL = { width: 430, height: 300 }
const WIDE = { width: COLUMNS * CELL.width, height: 136 }
/** Below the panels. */
const FOOT = 34
/** Of what a panel answers, in characters: two lines are above it. */
const LINE = 70

/**
 * How wide a character is, in its size: ECharts would assume a narrower font than that of many systems, and names in
 * legends would overlap. It takes the height of a line from a Chinese character, which is square.
 */
const widthOf = (character: string) => (character < '\u2e80' ? 0.53 : 1)
setPlatformAPI({
  measureText(text, font = '') {
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12)
    return { width: [...text].reduce((sum, character) => sum + size * widthOf(character), 0) }
  },
})

/** Draws the panels of a row, during `seconds`, with rates over `window` (in words), as an SVG document. */
export function svgOf(pictures: PanelPicture[], seconds: number, window: string): string {
  const { places, height } = arrange(pictures, seconds)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDE.width, height: height + FOOT })
  chart.setOption(optionsOf(pictures, places, window, height))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** From left to right and from top to bottom. Only those with axes are counted. */
function arrange(pictures: PanelPicture[], seconds: number): { places: Place[]; height: number } {
  const places: Place[] = []
  let [x, y, n] = [0, 0, 0]
  for (const { panel } of pictures) {
    const size = panel.isWide ? WIDE : CELL
    places.push({ n, x, y, seconds, ...size })
    if (panel.kind !== 'totals') n++
    x += size.width
    if (x < WIDE.width) continue
    x = 0
    y += size.height
  }
  return { places, height: x === 0 ? y : y + CELL.height }
}

function optionsOf(pictures: PanelPicture[], places: Place[], window: string, height: number): EChartsOption {
  const drawings = pictures.map((picture, n) => draw(picture, places[n]!))
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'system-ui, sans-serif', color: INK },
    title: pictures.map(({ panel }, n) => ({
      text: panel.title,
      subtext: [...wrapped(firstSentence(panel.description), panel.isWide ? 2 * LINE : LINE), basisOf(panel, window)]
        .join('\n')
        .trimEnd(),
      left: places[n]!.x + 6,
      top: places[n]!.y + 8,
      itemGap: 5,
      textStyle: { fontSize: 14, color: INK },
      subtextStyle: { fontSize: 11, color: QUIET, lineHeight: 14 },
    })),
    legend: drawings.flatMap(({ legend = [] }) => legend),
    grid: drawings.flatMap(({ grid = [] }) => grid),
    xAxis: drawings.flatMap(({ xAxis = [] }) => xAxis),
    yAxis: drawings.flatMap(({ yAxis = [] }) => yAxis),
    series: drawings.flatMap(({ series = [] }) => series),
    graphic: [...drawings.flatMap(({ graphic = [] }) => graphic), footOf(height)],
  }
}

function draw({ panel, lines }: PanelPicture, place: Place): Drawing {
  switch (panel.kind) {
    case 'graph':
      return drawGraph({ panel, lines }, place)
    case 'states':
      return drawStates({ panel, lines }, place)
    case 'totals':
      return drawTotals({ panel, lines }, place)
  }
}

/** Grafana shows all of them, to a pointer above the title. */
const firstSentence = (description: string) => /^.*?\.(?= |$)/.exec(description)![0]

/** ECharts would begin a line with the space at which it breaks. */
const wrapped = (text: string, length: number) =>
  [...text.matchAll(new RegExp(`(.{1,${length}})(?: |$)`, 'g'))].map(([, line]) => line!)

const footOf = (y: number) => ({
  type: 'text' as const,
  x: WIDE.width - 16,
  y: y + 12,
  style: { text: TIME_AXIS, fill: QUIET, font: '11px system-ui, sans-serif', align: 'right' as const },
})

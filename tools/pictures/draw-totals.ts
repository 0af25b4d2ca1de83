import { COLOURS, type Totals } from '../../deploy/grafana/panel.ts'
import { type Drawing, INK, type Line, type PanelPicture, type Place, QUIET } from './picture.ts'

/** The last value of each series, large, with its name. */
export function drawTotals({ lines }: PanelPicture<Totals>, { x, y, width }: Place): Drawing {
  const step = (width - 24) / lines.length
  return {
    graphic: lines.flatMap((line, n) => {
      const value = line.values.findLast((value) => value !== undefined)
      const at = { type: 'text' as const, x: x + 12 + step * n }
      return [
        { ...at, y: y + 68, style: { text: line.name, fill: QUIET, font: '13px system-ui, sans-serif' } },
        {
          ...at,
          y: y + 86,
          style: {
            text: value === undefined ? '–' : value.toLocaleString('en-US'),
            fill: colourOf(line, value),
            font: 'bold 30px system-ui, sans-serif',
          },
        },
      ]
    }),
  }
}

const colourOf = ({ query: { alarm } }: Line, value = 0) => (alarm ? COLOURS[value === 0 ? 'green' : alarm] : INK)

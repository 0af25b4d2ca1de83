import type { Graph } from '../../deploy/grafana/panel.ts'

/** From this many seconds on, an axis shows minutes. */
const MINUTES_FROM = 180

/** As Grafana writes values of that unit, on an axis that ends near `max`. */
export function formatValue(value: number, unit: Graph['unit'], max: number): string {
  if (value === 0) return '0'
  if (unit === 's')
    return max < 1
      ? `${round(value * 1_000)} ms`
      : max < MINUTES_FROM
        ? `${round(value)} s`
        : `${round(value / 60)} min`
  if (unit === 'bytes') return `${round(value / 1_000_000)} MB`
  if (unit === 'percentunit') return `${round(value * 100)} %`
  if (unit === 'cores') return `${round(value)} ${value === 1 ? 'core' : 'cores'}`
  const short = value >= 1_000 ? `${round(value / 1_000)} k` : `${round(value)}`
  return unit === 'short' ? short : `${short}/s`
}

/** About four ticks, at round values: whole ones where only those occur, whole minutes in an hour. */
export function ticksOf({ unit, max: end }: Graph, values: number[], max: number) {
  if (unit === 'percentunit' && end) return { interval: end / 4 }
  if (unit === 's' && max >= MINUTES_FROM) return { interval: 60 * Math.ceil(max / 60 / 4) }
  return { splitNumber: 4, ...(unit === 'short' && values.every(Number.isInteger) && { minInterval: 1 }) }
}

const round = (value: number) => Number(value.toPrecision(3))

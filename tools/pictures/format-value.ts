import type { Graph } from '../../deploy/grafana/panel.ts'

/** From this many seconds on, an axis shows minutes. */
const MINUTES_FROM = 180

/** And thousands: below, 1,000 is next to 800. */
const THOUSANDS_FROM = 10_000

/** As Grafana writes values of that unit, on an axis that ends near `max`. */
export function formatValue(value: number, unit: Graph['unit'], max: number): string {
  if (value === 0) return '0'
  if (unit === 's')
    return max < 1 ? milliseconds(value) : max < MINUTES_FROM ? `${round(value)} s` : `${round(value / 60)} min`
  if (unit === 'bytes') return `${round(value / 1_000_000)} MB`
  if (unit === 'percentunit') return `${round(value * 100)} %`
  if (unit === 'cores') return `${round(value)} ${value === 1 ? 'core' : 'cores'}`
  const short = max >= THOUSANDS_FROM ? `${round(value / 1_000)} k` : round(value).toLocaleString('en-US')
  return unit === 'short' ? short : `${short}/s`
}

/** About four ticks, at round values: whole ones where only those occur, whole minutes in an hour. */
export function ticksOf({ unit, max: end, softMin }: Graph, values: number[], max: number) {
  if (unit === 'percentunit' && end)
    return softMin === undefined ? { interval: end / 4 } : { interval: (end - softMin) / 4 }
  if (unit === 's' && max >= MINUTES_FROM) return { interval: 60 * Math.ceil(max / 60 / 4) }
  return { splitNumber: 4, ...(unit === 'short' && values.every(Number.isInteger) && { minInterval: 1 }) }
}

const milliseconds = (seconds: number) => (seconds < 1 ? `${round(seconds * 1_000)} ms` : `${seconds} s`)

const round = (value: number) => Number(value.toPrecision(3))

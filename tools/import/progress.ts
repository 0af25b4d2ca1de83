import type { ImportTally } from '@registrar/users/moving/import-tally'
import { progressLine } from '../progress-line.ts'

/** `12,000 rows, 8,400 a second, 1:12 left, 3 refused`, for a file of so many bytes. */
export function importProgress(totalBytes: number, tally: ImportTally) {
  const startedAt = performance.now()
  return progressLine({
    total: totalBytes,
    describe(bytes) {
      const seconds = (performance.now() - startedAt) / 1_000
      const left = bytes > 0 && totalBytes > 0 ? (seconds * (totalBytes - bytes)) / bytes : undefined
      return [
        `${grouped(tally.rows)} rows`,
        `${grouped(tally.rows / seconds)} a second`,
        ...(left === undefined ? [] : [`${clock(left)} left`]),
        `${grouped(tally.refused)} refused`,
      ].join(', ')
    },
  })
}

export const grouped = (number: number) => Math.round(number).toLocaleString('en-US')

/** `1:05` or `2:01:05`. */
function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60]
  const pad = (number: number) => `${number}`.padStart(2, '0')
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`
}

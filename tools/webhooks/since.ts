import { ConfigurationError } from '@registrar/shared/process/environment'

const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The moment that `--since` names: `90m`, `2h`, `3d`, or an RFC 3339 time. @throws ConfigurationError for any other */
export function sinceOf(text: string | undefined, now = new Date()): Date {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text ?? '') ?? []
  if (count && unit) return new Date(now.getTime() - Number(count) * UNITS_MS[unit]!)
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text ?? '')
  const time = new Date(isTime ? text! : Number.NaN)
  if (!Number.isNaN(time.getTime())) return time
  const got = text === undefined ? '--since is missing' : `--since is ${JSON.stringify(text)}`
  throw new ConfigurationError(`${got}; it must be a time like 2026-11-25T10:00:00Z, or how long ago: 90m, 24h, 3d.`)
}

import { createReadStream, readFileSync } from 'node:fs'
import { ConfigurationError } from '@registrar/shared/process/environment'

/** A row of the import: docs/moving.md. What is undefined is left out. */
type Row = Record<string, unknown>

export type ConvertOptions = {
  columns?: string | undefined
  username?: string | undefined
  rounds?: string | undefined
  'mem-cost'?: string | undefined
  'salt-separator'?: string | undefined
}

/** Reads one file; undefined stands for a user who has no password there. @throws ConfigurationError */
export type Converter = (
  file: string,
  options: ConvertOptions,
) => AsyncIterable<Row | undefined> | Iterable<Row | undefined>

type Members = { readonly [member: string]: unknown }

/** A whole file of JSON: up to 512 MB, the longest text that Node has. Larger exports come in several files. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigurationError(unreadable(file, error, 'JSON'))
  }
}

/** A file as a stream. */
export const openFile = (file: string) => createReadStream(file)

export const unreadable = (file: string, error: unknown, what: string): string =>
  `${JSON.stringify(file)} cannot be read as ${what} (${(error as NodeJS.ErrnoException).code ?? 'it has another format'}).`

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members of a list that are objects. @throws ConfigurationError when it is no list */
export function objectsIn(value: unknown, file: string, what: string): Members[] {
  if (!Array.isArray(value)) throw new ConfigurationError(`${JSON.stringify(file)} holds no ${what}.`)
  return value.filter(isObject)
}

/** From milliseconds since 1970, as a number or digits. */
export function timeOfMilliseconds(value: unknown): string | undefined {
  const milliseconds = Number(value)
  const isKnown = (typeof value === 'number' || typeof value === 'string') && value !== '' && milliseconds > 0
  return isKnown && milliseconds < 8.64e15 ? new Date(milliseconds).toISOString() : undefined
}

/** ISO 8601 and how databases write it, `2020-01-02 03:04:05.123456+00`; without a zone it is taken as UTC. */
export function timeOfText(text: string): string {
  const [, date, time = '00:00:00', zone = 'Z'] = TIME.exec(text.trim()) ?? []
  if (date === undefined) return text // for the import to refuse
  const offset = zone
    .replace('UTC', 'Z')
    .replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)
  const moment = new Date(`${date}T${time}${offset}`)
  return Number.isNaN(moment.getTime()) ? text : moment.toISOString()
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/

import { ConfigurationError } from '@registrar/shared/process/environment'
import { parse } from 'csv-parse'
import { type Converter, openFile, timeOfText, unreadable } from './converter.ts'

const MEMBERS = ['id', 'externalId', 'username', 'passwordHash', 'createdAt', 'disabled'] as const
type Member = (typeof MEMBERS)[number]

const YES = new Set(['true', 't', 'yes', 'y', '1'])

/** RFC 4180, with a line of column names first; columns that no member is in are left out. */
export const convertCsv: Converter = async function* (file, { columns = '' }) {
  const columnOf = columnsFrom(columns)
  const input = openFile(file)
  const parser = parse({ columns: true, bom: true })
  input.on('error', (error) => parser.destroy(error)) // pipe does not forward errors
  try {
    for await (const record of input.pipe(parser) as AsyncIterable<Record<string, string>>) {
      const value = (member: Member) => record[columnOf(member) ?? ''] || undefined
      const names = columnOf('username')
      if (names === undefined || !Object.hasOwn(record, names))
        throw new ConfigurationError(
          `${JSON.stringify(file)} has no column "${names ?? 'username'}"; name the column of the user names: --columns username=COLUMN.`,
        )
      const createdAt = value('createdAt')
      yield value('passwordHash') === undefined
        ? undefined
        : {
            id: value('id'),
            externalId: value('externalId'),
            username: value('username'),
            passwordHash: value('passwordHash'),
            createdAt: createdAt && timeOfText(createdAt),
            disabled: YES.has(value('disabled')?.toLowerCase() ?? '') || undefined,
          }
    }
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    throw new ConfigurationError(unreadable(file, error, 'CSV'))
  }
}

/** From `username=email,passwordHash=encrypted_password`. A column that is named for one member is no other's. */
function columnsFrom(text: string): (member: Member) => string | undefined {
  const pairs = text === '' ? [] : text.split(',').map((pair) => pair.split('='))
  for (const [member, column, ...more] of pairs)
    if (!MEMBERS.includes(member as Member) || !column || more.length > 0)
      throw new ConfigurationError(
        `--columns is "${text}"; it must be NAME=COLUMN,..., with names of ${MEMBERS.join(', ')}.`,
      )
  const columns = new Map(pairs.map(([member, column]) => [member, column!]))
  const named = new Set(columns.values())
  return (member) => columns.get(member) ?? (named.has(member) ? undefined : member)
}

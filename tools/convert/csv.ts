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
  input.on('error', (error) => parser.destroy(error)) // pipe does not hand it on
  try {
    for await (const record of input.pipe(parser) as AsyncIterable<Record<string, string>>) {
      const value = (member: Member) => record[columnOf(member)] || undefined
      if (value('username') === undefined && !(columnOf('username') in record))
        throw new ConfigurationError(
          `${JSON.stringify(file)} has no column "${columnOf('username')}"; name the column of the user names: --columns username=COLUMN.`,
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

/** From `username=email,passwordHash=encrypted_password`. */
function columnsFrom(text: string): (member: Member) => string {
  const pairs = text === '' ? [] : text.split(',').map((pair) => pair.split('='))
  for (const [member, column, ...more] of pairs)
    if (!MEMBERS.includes(member as Member) || !column || more.length > 0)
      throw new ConfigurationError(
        `--columns is "${text}"; it must be NAME=COLUMN,..., with names of ${MEMBERS.join(', ')}.`,
      )
  const columns = new Map(pairs.map(([member, column]) => [member, column!]))
  return (member) => columns.get(member) ?? member
}

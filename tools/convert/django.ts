import { createInterface } from 'node:readline'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { type Converter, isObject, objectsIn, openFile, readJson, timeOfText, unreadable } from './converter.ts'

/** `manage.py dumpdata auth.user`, or of another model with such fields; with `--format jsonl` it may be of any size. */
export const convertDjango: Converter = async function* (file, { username = 'username' }) {
  for await (const record of recordsIn(file)) {
    const { fields } = record
    if (!isObject(fields) || typeof fields['password'] !== 'string') continue // of another model
    // An unusable password is "!" and random characters.
    yield fields['password'] === '' || fields['password'].startsWith('!')
      ? undefined
      : {
          externalId: record['pk'],
          username: fields[username],
          passwordHash: fields['password'],
          createdAt: typeof fields['date_joined'] === 'string' ? timeOfText(fields['date_joined']) : undefined,
          disabled: fields['is_active'] === false || undefined,
        }
  }
}

async function* recordsIn(file: string): AsyncGenerator<{ readonly [member: string]: unknown }> {
  if (!file.endsWith('.jsonl')) {
    yield* objectsIn(readJson(file), file, 'records of Django')
    return
  }
  try {
    for await (const line of createInterface({ input: openFile(file), crlfDelay: Infinity })) {
      const record: unknown = line.trim() === '' ? undefined : JSON.parse(line)
      if (isObject(record)) yield record
    }
  } catch (error) {
    throw new ConfigurationError(unreadable(file, error, 'JSON lines'))
  }
}

import { hash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHEAP_HASHES } from '../hashes/cheap-hashes.ts'
import type { TestStore } from '../stores/test-store.ts'
import { type Command, command } from './command.ts'

/** An argon2id hash that is stored as it is; of what, nobody knows. */
export const STORED_HASH =
  '$argon2id$v=19$m=7168,t=5,p=1$cmFuZG9tc2FsdGlzaGFyZA$DYojYpnUWSMmTtrkVXyaNWVGxLmGe1n8VJBPDdFkbjU'

/** A file of rows in the folder of `at`: text goes in as it is. */
export function writeRows(at: TestStore, rows: (object | string)[], name = 'users.ndjson'): string {
  const file = join(at.settings.DATA_DIR, name)
  writeFileSync(file, rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join(''))
  return file
}

/** `npm run import -- …args` into the store `at`, under way. */
export const startImport = (at: TestStore, args: string[], variables: Record<string, string> = {}): Command =>
  command('tools/import/main.ts', args, { ...CHEAP_HASHES, ...at.settings, ...variables })

type Ended = { code: number | NodeJS.Signals; stdout: string; stderr: string }

export async function runImport(at: TestStore, args: string[], variables: Record<string, string> = {}): Promise<Ended> {
  return endOf(startImport(at, args, variables))
}

export const runExport = (at: TestStore, args: string[] = []): Promise<Ended> =>
  endOf(command('tools/export/main.ts', args, { ...at.settings }))

export const runConvert = (args: string[]): Promise<Ended> => endOf(command('tools/convert/main.ts', args))

async function endOf(started: Command): Promise<Ended> {
  await using run = started
  const code = await run.exited
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

/** As LDAP has it: a digest, which costs the import a hash. */
export const ssha = (password: string) => {
  const salt = randomBytes(4)
  return `{SSHA}${Buffer.concat([hash('sha1', Buffer.concat([Buffer.from(password), salt]), 'buffer'), salt]).toString('base64')}`
}

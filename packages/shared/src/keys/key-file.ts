import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigurationError } from '../process/environment.ts'

export const OWNER_ONLY = 0o600
export const READABLE_TO_ALL = 0o644

/** For complaints: what a key file holds, and the variable that names it. */
export type KeyFileKind = { what: string; variable: string }

/**
 * Writes one line into `file`, creating folders on the way, with exactly the permissions of `mode`.
 * @throws ConfigurationError that says how to fix it, when it cannot be written there
 */
export function writeKeyFile(file: string, line: string, mode: number): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, `${line}\n`, { mode })
    chmodSync(file, mode) // the mode above passes through the umask
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(
      `The key file ${file} cannot be written (${code}); let this user write there, or set DATA_DIR to another folder.`,
    )
  }
}

/** @throws ConfigurationError that says how to fix it, when others than the owner of `file` may read or write it */
export function demandOwnerOnly(file: string, { what, variable }: KeyFileKind): void {
  const mode = statSync(file).mode & 0o777
  if (mode & 0o077)
    throw new ConfigurationError(
      `${variable} names ${file}, a ${what} that can be read by others (mode ${mode.toString(8)}); run chmod 600 ${file}`,
    )
}

/**
 * Reads the line of a key file.
 * @throws ConfigurationError that says how to fix it, when it is missing or unreadable. It does not show the path: that may be the
 * key itself, put into the variable instead of into a file
 */
export function readKeyFile(file: string, { what, variable }: KeyFileKind): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const isAbsent = code === 'ENOENT' || code === 'ENAMETOOLONG' || code === 'ENOTDIR'
    const fix = isAbsent
      ? 'name the file, or make what is missing below DATA_DIR with npm run keys'
      : 'let the user that runs this process read it, and no other'
    throw new ConfigurationError(`${variable} names a ${what} that cannot be read (${code}); ${fix}.`)
  }
}

import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigurationError } from '../process/environment.ts'

export const OWNER_ONLY = 0o600
export const READABLE_TO_ALL = 0o644

/** Writes one line into `file`, creating folders on the way, with exactly the permissions of `mode`. */
export function writeKeyFile(file: string, line: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${line}\n`, { mode })
  chmodSync(file, mode) // the mode above passes through the umask
}

/** @throws ConfigurationError that says how to fix it, when others than the owner of `file` may read or write it */
export function demandOwnerOnly(file: string, what: string): void {
  const mode = statSync(file).mode & 0o777
  if (mode & 0o077)
    throw new ConfigurationError(
      `The ${what} ${file} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${file}`,
    )
}

/**
 * Reads the line of a key file. `what` names the key in complaints.
 * @throws ConfigurationError that says how to fix it, when the file is missing or unreadable
 */
export function readKeyFile(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const fix =
      code === 'ENOENT'
        ? 'make what is missing with: npm run keys'
        : 'let the user that runs this process read it, and no other'
    throw new ConfigurationError(`The ${what} ${file} cannot be read (${code}); ${fix}`)
  }
}

import { readFileSync } from 'node:fs'
import { ConfigurationError } from '@registrar/shared/process/environment'

/**
 * Reads a UTF-8 text file with one entry per line. There are no comments and nothing is trimmed, because a password may
 * begin with # or end with a space; empty lines, a byte-order mark and Windows line ends are ignored. 100,000 lines take
 * some 20 ms.
 * @param variable the environment variable that names the file, for the error message
 * @throws ConfigurationError when the file is missing, unreadable or not UTF-8
 */
export function readWordList(file: string, variable: string): string[] {
  return read(file, variable)
    .split(/\r?\n/)
    .filter((entry) => entry !== '')
}

function read(file: string, variable: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8' : `cannot be read (${code})`
    throw new ConfigurationError(
      `${variable} is ${JSON.stringify(file)}, which ${reason}; it must name a UTF-8 text file with one entry per line.`,
    )
  }
}

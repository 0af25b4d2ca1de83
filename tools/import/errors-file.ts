import { closeSync, openSync, realpathSync, writeSync } from 'node:fs'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { RowResult } from '@registrar/users/moving/import-users'
import type { Input } from './input.ts'

/** Without a file, this many are shown on stderr. */
const SHOWN = 10

/**
 * Where refused rows are written: to `file`, which is recreated with mode 0600, or the first ten to stderr.
 * @throws ConfigurationError when it cannot be written, or is the input itself
 */
export function openErrorsFile(file: string | undefined, { path }: Input) {
  const fd = file === undefined ? undefined : open(file, path)
  let shown = 0
  return {
    write(results: RowResult[]) {
      const lines = results.flatMap((result) => ('fault' in result ? [lineOf(result.line, result.fault)] : []))
      if (lines.length === 0) return
      if (fd !== undefined) return void writeSync(fd, lines.join(''))
      for (const line of lines.slice(0, SHOWN - shown)) process.stderr.write(line)
      if (shown < SHOWN && shown + lines.length > SHOWN)
        process.stderr.write('More rows were refused; --errors FILE lists them all.\n')
      shown = Math.min(SHOWN, shown + lines.length)
    },
    [Symbol.dispose]() {
      if (fd !== undefined) closeSync(fd)
    },
  }
}

function open(file: string, input: string | undefined): number {
  let isInput = false
  try {
    isInput = realpathSync(file) === input
  } catch {
    // It is not there yet.
  }
  if (isInput) throw new ConfigurationError('--errors names the input file; name another one.')
  try {
    return openSync(file, 'w', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(
      `--errors is ${JSON.stringify(file)}, which cannot be written (${code}); name another file.`,
    )
  }
}

const lineOf = (line: number, { code, pointer }: { code: string; pointer: string }) =>
  `${JSON.stringify({ line, code, pointer })}\n`

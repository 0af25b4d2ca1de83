import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { ConfigurationError } from '@registrar/shared/process/environment'

/**
 * A file of mode 0600 that appears under its name when it is complete; until then, and if it never is, the previous file
 * stays. @throws ConfigurationError when it cannot be written
 */
export function openOutputFile(path: string) {
  const partial = `${path}.partial`
  const fd = open(path, partial)
  let isComplete = false
  return {
    write(text: string) {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    },
    complete() {
      fsyncSync(fd)
      renameSync(partial, path)
      isComplete = true
    },
    [Symbol.dispose]() {
      closeSync(fd)
      if (!isComplete) rmSync(partial, { force: true })
    },
  }
}

function open(path: string, partial: string): number {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (stat && !stat.isFile()) throw Object.assign(new Error(), { code: 'EEXIST' })
    rmSync(partial, { force: true }) // left by a killed run; recreated so that it has this mode
    return openSync(partial, 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(
      `--out is ${JSON.stringify(path)}, which cannot be written as a file (${code}); name another one.`,
    )
  }
}

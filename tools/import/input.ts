import { createReadStream, fstatSync, openSync, realpathSync } from 'node:fs'
import { ConfigurationError } from '@registrar/shared/process/environment'

/** About a batch of rows. */
const CHUNK_BYTES = 256 * 1_024
const STDIN = 0

export type Input = {
  chunks: AsyncIterable<Buffer>
  /** Of the whole; 0 when unknown, as for a pipe. */
  bytes: number
  /** Undefined for stdin. */
  path: string | undefined
}

/** The file, or stdin for `-`. @throws ConfigurationError when it cannot be read */
export function openInput(file: string, signal: AbortSignal): Input {
  const path = file === '-' ? undefined : file
  try {
    const fd = path === undefined ? STDIN : openSync(path, 'r')
    const stat = fstatSync(fd)
    if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    const chunks = createReadStream('', { fd, highWaterMark: CHUNK_BYTES, signal, autoClose: path !== undefined })
    return { chunks, bytes: stat.isFile() ? stat.size : 0, path: path && realpathSync(path) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(
      `${JSON.stringify(file)} cannot be read (${code}); name a file with a JSON object a line.`,
    )
  }
}

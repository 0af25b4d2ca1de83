import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const CHUNK_BYTES = 1 << 20

/** Whether `bytes` stand anywhere in the writable memory of a process that this one has started. Linux alone. */
export function memoryHolds(pid: number, bytes: Buffer): boolean {
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const buffer = Buffer.alloc(CHUNK_BYTES + bytes.length - 1) // so that what lies across two chunks is found as well
  try {
    for (const [from, to] of writableRegions(pid))
      for (let at = from; at < to; at += CHUNK_BYTES) {
        const length = read(memory, buffer, at, Math.min(buffer.length, to - at))
        if (buffer.subarray(0, length).includes(bytes)) return true
      }
    return false
  } finally {
    closeSync(memory)
  }
}

const writableRegions = (pid: number): [number, number][] =>
  readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
      return from && to ? [[Number.parseInt(from, 16), Number.parseInt(to, 16)]] : []
    })

/** A region that went in the meantime has nothing in it. */
function read(memory: number, buffer: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, buffer, 0, length, at)
  } catch {
    return 0
  }
}

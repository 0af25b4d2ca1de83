import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Redis ends itself rather than acknowledge what it cannot write: what its last line says of it, and the mend. */
const MENDS = [
  ['AOF write error', 'it cannot write its file below DATA_DIR: free some space on that disk, or mend it'],
  ['No space left on device', 'the disk of DATA_DIR is full: free some space'],
  ['Bad file format', 'its append-only file is damaged: mend a copy of it with redis-check-aof'],
] as const

/**
 * Listens to a Redis, and tells after its end what to make of its last lines: the mend where one is known, else the last
 * line itself. Redis has no secrets in its log.
 */
export function lastWordsOf(redis: ChildProcess): () => string | undefined {
  const lines: string[] = []
  if (redis.stdout)
    createInterface(redis.stdout).on('line', (line) => {
      if (line.trim()) lines.push(line)
      if (lines.length > 5) lines.shift()
    })
  return () => MENDS.find(([sign]) => lines.some((line) => line.includes(sign)))?.[1] ?? lines.at(-1)
}

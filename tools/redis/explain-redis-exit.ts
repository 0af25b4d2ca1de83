import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** Redis exits rather than acknowledge what it cannot write: what its last lines contain then, and the fix. */
const FIXES = [
  ['AOF write error', 'it cannot write its file below DATA_DIR: free some space on that disk, or repair it'],
  ['No space left on device', 'the disk of DATA_DIR is full: free some space'],
  ['Bad file format', 'its append-only file is damaged: repair a copy of it with redis-check-aof'],
] as const

/**
 * Reads the log of a Redis. The function it returns says, after the exit, why: the fix where one is known, else the last
 * line of the log. Redis logs no secrets.
 */
export function explainRedisExit(redis: ChildProcess): () => string | undefined {
  const lines: string[] = []
  if (redis.stdout)
    createInterface(redis.stdout).on('line', (line) => {
      if (line.trim()) lines.push(line)
      if (lines.length > 5) lines.shift()
    })
  return () => FIXES.find(([sign]) => lines.some((line) => line.includes(sign)))?.[1] ?? lines.at(-1)
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Vitest } from 'vitest/node'

/** How long each test file took in its last run here, in ms, by its path. */
const FILE = '.cache/test-durations.json'

/** Where a file has never run here: the mean of all files on two idle cores. */
const USUAL_MS = 9_000

/** Files that run side by side: `maxWorkers` of vitest.config.ts, for all but the few that measure. */
const AT_A_TIME = 3

/** How long `files` are going to take, in minutes, and whether that is from earlier runs on this machine. */
export function expectedMinutes(files: string[]): { minutes: number; isFromEarlierRuns: boolean } {
  const known = readDurations()
  const ms = files.reduce((sum, file) => sum + (known[file] ?? USUAL_MS), 0)
  return { minutes: ms / AT_A_TIME / 60_000, isFromEarlierRuns: files.every((file) => file in known) }
}

/** Remembers how long the files of this run took. */
export function saveDurations(vitest: Vitest): void {
  const took = vitest.state
    .getTestModules()
    .map((module) => [relative('', module.moduleId), Math.round(module.diagnostic().duration)] as const)
  mkdirSync(dirname(FILE), { recursive: true })
  writeFileSync(FILE, JSON.stringify({ ...readDurations(), ...Object.fromEntries(took) }))
}

const readDurations = (): Record<string, number> => (existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {})

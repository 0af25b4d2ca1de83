import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { eventually } from '../../support/eventually.ts'
import { type NpmStart, npmStart } from '../../support/processes/npm-start.ts'
import { familyOf, processes } from '../../support/processes/process-tree.ts'
import { logLines } from '../../support/strict-json.ts'
import { startClients } from './clients.ts'

/** The ways in which people and programs stop an `npm start`. */
export const STOPS: Record<string, (registrar: NpmStart) => void> = {
  'SIGINT to the group': ({ child }) => process.kill(-child.pid!, 'SIGINT'), // Ctrl-C
  'SIGTERM to npm': ({ child }) => process.kill(child.pid!, 'SIGTERM'), // a process manager
  'SIGTERM to the parent': (registrar) => process.kill(registrar.supervisor().pid, 'SIGTERM'),
}

/** How one stop went. */
export type Stop = {
  kind: string
  exitCode: number | string
  /** From the signal until no process was left. */
  seconds: number
  /** How many requests the gateway held when the signal came, and those of them that were not answered in full. */
  held: number
  unanswered: string[]
  /** Lines of the log at level error and above, and what was printed beside the log. */
  errors: string[]
  /** Processes and files that were still there 10 s after the exit. */
  leftovers: string[]
}

type Options = { kind: string; dataDir: string; browser: Browser | undefined; accepted: string[]; seconds: number }

/** Starts Registrar on `dataDir`, loads it for `seconds`, and stops it. */
export async function stopUnderLoad({ kind, dataDir, browser, accepted, seconds }: Options): Promise<Stop> {
  await using registrar = npmStart({ DATA_DIR: dataDir, WORKERS: '2', RATE_LIMIT_PER_MINUTE: '0' })
  const clients = await startClients(await registrar.running(), browser, accepted)
  await delay(seconds * 1_000)
  const family = familyOf(registrar.child.pid!)
  const signalledAt = performance.now()
  STOPS[kind]!(registrar)
  const exitCode = await registrar.exited
  const stopped = clients.stop()
  const left = () => processes(({ pid }) => family.some((member) => member.pid === pid))
  await eventually('no process is left', () => left().length === 0, 10_000).catch(() => {})
  const stoppedAfterMs = performance.now() - signalledAt
  await stopped
  return {
    kind,
    exitCode,
    seconds: stoppedAfterMs / 1_000,
    ...clients.requests.heldAt(signalledAt),
    errors: errorsIn(registrar.output()),
    leftovers: [
      ...left().map(({ command }) => command.trim()),
      ...['redis/url'].filter((file) => existsSync(join(dataDir, file))),
    ],
  }
}

/** What npm prints of the script that it runs, and the welcome. */
const EXPECTED = /^(> |Registrar is running| {2}(Page|Try|Directory) |\s+-[dH] |Ctrl-C stops it|$)/

const errorsIn = (output: string) => [
  ...logLines(output)
    .filter(({ level }) => level >= 50)
    .map(({ msg }) => msg),
  ...output.split('\n').filter((line) => !line.startsWith('{') && !EXPECTED.test(line)),
]

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { eventually } from '../eventually.ts'
import { logLines } from '../strict-json.ts'
import { ownChild } from './children.ts'
import { familyOf, type Process } from './process-tree.ts'

export type NpmStart = AsyncDisposable & {
  child: ChildProcess
  output(): string
  /** Resolves with the gateway's address when the welcome is printed. */
  running(): Promise<string>
  /** The process that `npm start` runs last: the parent of gateways, workers and Redis. */
  supervisor(): Process
  /** Those below it whose command contains `part`. */
  processes(part: string): Process[]
  exited: Promise<number | NodeJS.Signals>
}

/**
 * `npm start`, as it is typed at a terminal: in a process group of its own, so that a test can signal all of it, as
 * Ctrl-C does. Disposing stops whatever still runs, and fails when a strict reader would refuse one of the log lines.
 */
export function npmStart(variables: Record<string, string>): NpmStart {
  const child = ownChild(
    spawn('npm', ['start'], {
      env: { ...process.env, WORKERS: '1', PORT: '0', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    }),
    'SIGTERM',
  )
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exited = once(child, 'close').then(([code, signal]) => signal ?? code)
  const processes = (part: string) => familyOf(child.pid!).filter(({ command }) => command.includes(part))
  return {
    child,
    output: () => output,
    exited,
    processes,
    supervisor: () => processes('tools/start/main.ts').find(({ command }) => !command.includes('tools/run.js'))!,
    async running() {
      await eventually(`npm start runs; it says:\n${output}`, () => output.includes('Ctrl-C stops it') || ended(child))
      const url = /Page +(http:\S+)\/register/.exec(output)?.[1]
      if (!url) throw new Error(`npm start ended:\n${output}`)
      return url
    },
    async [Symbol.asyncDispose]() {
      if (!ended(child)) child.kill('SIGTERM')
      await exited
      logLines(output)
    },
  }
}

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

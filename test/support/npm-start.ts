import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ownChild } from './children.ts'
import { eventually } from './eventually.ts'

export type NpmStart = AsyncDisposable & {
  child: ChildProcess
  output(): string
  /** Resolves with the gateway's address when the welcome is printed. */
  running(): Promise<string>
  exited: Promise<number | NodeJS.Signals>
}

/** `npm start`, as a person types it. Disposing ends whatever it has left behind. */
export function npmStart(variables: Record<string, string>): NpmStart {
  const child = ownChild(
    spawn('npm', ['start'], {
      env: { ...process.env, WORKERS: '1', PORT: '0', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    'SIGTERM',
  )
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exited = once(child, 'close').then(([code, signal]) => signal ?? code)
  return {
    child,
    output: () => output,
    exited,
    async running() {
      await eventually(`npm start runs; it says:\n${output}`, () => output.includes('Ctrl-C stops it') || ended(child))
      const url = /Page +(http:\S+)\/register/.exec(output)?.[1]
      if (!url) throw new Error(`npm start ended:\n${output}`)
      return url
    },
    async [Symbol.asyncDispose]() {
      if (!ended(child)) child.kill('SIGTERM')
      await exited
    },
  }
}

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

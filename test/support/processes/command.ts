import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export type Command = AsyncDisposable & {
  child: ChildProcess
  /** What it has written so far: results on stdout, complaints on stderr. */
  stdout(): string
  stderr(): string
  exited: Promise<number | NodeJS.Signals>
}

/** One of the operator's commands, as its first step starts it. Disposing kills it where it has not ended. */
export function command(file: string, args: string[] = [], variables: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', (text) => {
      texts[name] += text
    })
  const exited = once(child, 'close').then(([code, signal]) => signal ?? code)
  return {
    child,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    exited,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
    },
  }
}

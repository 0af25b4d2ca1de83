import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const LINES_TO_EXPLAIN = 15
/** After SIGTERM; Docker's command line needs a moment to pass it on to the engine. */
const KILL_AFTER_MS = 10_000

type RunOptions = {
  env: NodeJS.ProcessEnv
  timeoutMs: number
  /** Ends the command early. */
  signal?: AbortSignal
  /** Called with each line as it is written. */
  onLine?: (line: string) => void
}

/**
 * Runs a command and returns what it wrote to stdout. It runs in a process group of its own, so that Ctrl-C at the
 * terminal reaches only this process, which then stops it.
 * @throws Error with its last lines when it fails, takes too long or is stopped
 */
export async function runCommand(command: string, args: string[], options: RunOptions): Promise<string> {
  const { env, timeoutMs, signal, onLine } = options
  signal?.throwIfAborted()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true })
  const output: string[] = []
  const errors: string[] = []
  for (const [stream, lines] of [[child.stdout, output] as const, [child.stderr, errors] as const])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      onLine?.(line)
    })

  const timeOut = AbortSignal.timeout(timeoutMs)
  const ending = signal ? AbortSignal.any([timeOut, signal]) : timeOut
  let overdue: NodeJS.Timeout | undefined
  const end = () => {
    killGroup(child, 'SIGTERM')
    overdue = setTimeout(killGroup, KILL_AFTER_MS, child, 'SIGKILL')
  }
  ending.addEventListener('abort', end)
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    child.on('close', (exitCode, exitSignal) => resolve(exitCode ?? String(exitSignal)))
  })
  ending.removeEventListener('abort', end)
  clearTimeout(overdue)
  if (code === 0) return output.join('\n')
  const why = timeOut.aborted ? `not done after ${timeoutMs / 1000} s` : `exited with ${code}`
  throw new Error([`${command} ${args.slice(0, 3).join(' ')} …: ${why}`, ...errors.slice(-LINES_TO_EXPLAIN)].join('\n'))
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal)
  } catch {
    // it has just exited
  }
}

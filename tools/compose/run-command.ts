import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const LINES_TO_EXPLAIN = 15
/** After SIGTERM; Docker's command line needs a moment to tell the engine. */
const KILL_AFTER_MS = 10_000

type RunOptions = {
  env: NodeJS.ProcessEnv
  timeoutMs: number
  /** Ends the command early. */
  signal?: AbortSignal
  /** Is told each line on stderr, where Docker reports its progress. */
  onProgress?: (line: string) => void
}

/**
 * Runs a command to its end and gives what it wrote to stdout. It stands in a process group of its own, so that
 * Ctrl-C at the terminal reaches us alone and it is we who end it.
 * @throws Error with its last lines when it fails, takes too long or is told to end
 */
export async function runCommand(command: string, args: string[], options: RunOptions): Promise<string> {
  const { env, timeoutMs, signal, onProgress } = options
  signal?.throwIfAborted()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true })
  const written: string[] = []
  const lines: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => written.push(text))
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.trim()) return
    lines.push(line)
    onProgress?.(line)
  })

  const timeOut = AbortSignal.timeout(timeoutMs)
  const ending = signal ? AbortSignal.any([timeOut, signal]) : timeOut
  const end = (how: NodeJS.Signals) => child.pid && child.exitCode === null && process.kill(-child.pid, how)
  let overdue: NodeJS.Timeout | undefined
  ending.addEventListener('abort', () => {
    end('SIGTERM')
    overdue = setTimeout(end, KILL_AFTER_MS, 'SIGKILL')
  })
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    child.on('close', (exitCode, exitSignal) => resolve(exitCode ?? String(exitSignal)))
  })
  clearTimeout(overdue)
  if (code === 0) return written.join('')
  const why = timeOut.aborted ? `not done after ${timeoutMs / 1000} s` : `ended with ${code}`
  throw new Error([`${command} ${args.slice(0, 3).join(' ')} …: ${why}`, ...lines.slice(-LINES_TO_EXPLAIN)].join('\n'))
}

import { ConfigurationError } from './environment.ts'
import { faultReport } from './fault-report.ts'
import type { Logger } from './logger.ts'

type Service = {
  log: Logger
  /** How long a shutdown may take, in seconds: after that the process exits with 1. */
  drainSeconds: number
  /** Closed in reverse order, once. */
  resources: AsyncDisposableStack
}

/** SIGHUP is what a closing terminal sends; SIGINT is Ctrl-C. Each may reach the parent, the children or the whole group. */
const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Keeps a started process alive until a signal stops it, then closes what it opened and exits: 0 after SIGTERM, SIGINT,
 * SIGHUP or the loss of the parent process that supervises it, 1 after an uncaught error or when the deadline passes.
 * The signal that is returned aborts the moment a shutdown begins, before anything is closed.
 */
export function exitOnSignal({ log, drainSeconds, resources }: Service): AbortSignal {
  const stopping = new AbortController()
  let exitCode = 0
  let sentence: string | undefined
  const shutDown = async (reason: string) => {
    if (stopping.signal.aborted) return // npm, a terminal and a supervisor may each pass on the same signal
    stopping.abort()
    log.info({ reason, drainSeconds }, 'shutting down')
    setTimeout(() => {
      log.error('shutdown timed out; registrations in flight return to the queue when their locks expire')
      process.exit(1)
    }, drainSeconds * 1_000).unref()
    try {
      await resources.disposeAsync()
      log.info('shut down')
    } catch (error) {
      log.error(faultReport(error), 'shutdown failed')
      exitCode = 1
    }
    if (sentence) process.stderr.write(`${sentence}\n`)
    process.exit(exitCode)
  }
  process.stderr.on('error', () => {}) // a terminal or a parent that has gone: not a reason to stop half-way
  for (const signal of STOP_SIGNALS) process.on(signal, () => void shutDown(signal))
  process.removeAllListeners('uncaughtExceptionMonitor') // from now on a shutdown comes before the exit
  process.on('uncaughtException', (error) => {
    if (error instanceof ConfigurationError) {
      log.fatal(error.message)
      sentence = error.message // once more at the end, where it is looked for
    } else log.fatal(faultReport(error), 'uncaught error')
    exitCode = 1
    void shutDown(sentence ? 'configuration' : 'uncaught error')
  })
  process.on('disconnect', () => void shutDown('the parent process ended'))
  if (process.connected === false) void shutDown('the parent process ended') // while this one was still starting
  return stopping.signal
}

/** Reports to the parent process, if it listens, that this one has started to work, and where it can be reached. */
export function announceReady(at: { url?: string | undefined; metricsUrl?: string | undefined } = {}): void {
  if (process.connected) process.send?.({ ready: true, ...at })
}

/** Runs `start`; a ConfigurationError, or an option that parseArgs does not know, becomes a sentence and exit code 1. */
export const startOrExplain = (start: () => Promise<void>): Promise<void> => explaining(start, badOption)

/**
 * The same for a process that holds secrets: of an unexpected error it prints the kind and the place, and not
 * the message, which may quote one.
 */
export const startService = (start: () => Promise<void>): Promise<void> => explaining(start, kindAndPlace)

async function explaining(start: () => Promise<void>, explainOther: (error: unknown) => string | undefined) {
  const explainAndExit = (error: unknown) => {
    const explanation = error instanceof ConfigurationError ? error.message : explainOther(error)
    if (!explanation) return
    process.stderr.write(`${explanation}\n`)
    process.exit(1)
  }
  process.on('uncaughtExceptionMonitor', explainAndExit) // what is thrown beside the start, such as by a connection
  try {
    await start()
  } catch (error) {
    explainAndExit(error)
    throw error
  }
}

function kindAndPlace(error: unknown): string {
  const { fault, frames = [] } = faultReport(error)
  return [`The start failed: ${fault}`, ...frames].join('\n  ')
}

/** The first sentence of what Node's parseArgs has to say; the rest is about quoting. */
function badOption(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_'))) return undefined
  return `${error.message.split(/\.(?:\s|$)/)[0]}; see --help.`
}

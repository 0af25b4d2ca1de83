import { ConfigurationError } from './environment.ts'
import { faultReport } from './fault-report.ts'
import type { Logger } from './logger.ts'

type Service = {
  log: Logger
  drainSeconds: number
  /** Closed in reverse order, once. */
  resources: AsyncDisposableStack
}

/**
 * Keeps a started process alive until it is told to leave, then closes what it opened and exits: 0 after SIGTERM,
 * SIGINT or the loss of the parent that supervises it, 1 after a fault of our own or when the deadline passes.
 */
export function exitWhenTold({ log, drainSeconds, resources }: Service): void {
  let leaving = false
  const leave = async (reason: string, exitCode: number) => {
    if (leaving) return // npm, a terminal and a supervisor may each pass on the same signal
    leaving = true
    log.info({ reason, drainSeconds }, 'leaving')
    setTimeout(() => {
      log.error('could not leave in time; what was in hand comes back to the queue when its lock runs out')
      process.exit(1)
    }, drainSeconds * 1_000).unref()
    try {
      await resources.disposeAsync()
      log.info('left')
    } catch (error) {
      log.error(faultReport(error), 'leaving was not clean')
      exitCode = 1
    }
    process.exit(exitCode)
  }
  process.on('SIGTERM', () => void leave('SIGTERM', 0))
  process.on('SIGINT', () => void leave('SIGINT', 0))
  process.on('disconnect', () => void leave('the supervisor is gone', 0))
  process.on('uncaughtException', (error) => {
    if (error instanceof ConfigurationError) log.fatal(error.message)
    else log.fatal(faultReport(error), 'a fault nobody caught')
    void leave('fault', 1)
  })
}

/** Tells a supervisor, if there is one, that this process has begun its work, and where. */
export const announceReady = (url?: string): void => void process.send?.({ ready: true, url })

/** Runs `start`; a ConfigurationError, or an option that parseArgs does not know, becomes a sentence and exit code 1. */
export async function startOrExplain(start: () => Promise<void>): Promise<void> {
  try {
    await start()
  } catch (error) {
    const sentence = error instanceof ConfigurationError ? error.message : badOption(error)
    if (!sentence) throw error
    process.stderr.write(`${sentence}\n`)
    process.exit(1)
  }
}

/**
 * The same for a process that holds secrets: of an error that nobody foresaw it prints the kind and the place, and not
 * the message, which may quote one.
 */
export const startService = (start: () => Promise<void>): Promise<void> =>
  startOrExplain(async () => {
    try {
      await start()
    } catch (error) {
      if (error instanceof ConfigurationError) throw error
      const { fault, frames = [] } = faultReport(error)
      throw new ConfigurationError([`The start failed: ${fault}`, ...frames].join('\n  '))
    }
  })

/** The first sentence of what Node's parseArgs has to say; the rest is about quoting. */
function badOption(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_'))) return undefined
  return `${error.message.split(/\.(?:\s|$)/)[0]}; see --help.`
}

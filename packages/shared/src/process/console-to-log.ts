import { format } from 'node:util'
import type { Logger } from 'pino'
import { faultReport } from './fault-report.ts'

/**
 * Turns what libraries print with console.warn and console.error (ioredis and BullMQ do) into lines of the log, so that
 * each line of a process can be parsed. Of an error only the kind and the place are kept.
 */
export function consoleToLog(log: Logger): void {
  const warn = (...printed: unknown[]) => {
    const error = printed.find((value) => value instanceof Error)
    const texts = printed.filter((value) => typeof value === 'string')
    log.warn({ printed: format(...texts), ...(error && faultReport(error)) }, 'a library printed a warning')
  }
  Object.assign(globalThis.console, { warn, error: warn })
}

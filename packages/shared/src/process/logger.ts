import { type Logger, pino } from 'pino'
import { consoleToLog } from './console-to-log.ts'

export type { Logger } from 'pino'

/**
 * The log of a process: JSON lines on stdout, and at a terminal one short coloured line each. No field of a line may be
 * called `name`, `level`, `time`, `pid`, `hostname` or `msg`: pino would write that key twice, and strict readers of
 * JSON refuse such a line.
 */
export async function createLogger(name: string, level: string): Promise<Logger> {
  // Not pino's own destination: when the reader of the log has died, it tries again for ever, and the process never ends.
  process.stdout.on('error', () => {})
  const log = process.stdout.isTTY
    ? pino({ name, level }, await prettyPrinter())
    : pino({ name, level }, process.stdout)
  consoleToLog(log)
  return log
}

async function prettyPrinter() {
  const { default: pretty } = await import('pino-pretty')
  return pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true })
}

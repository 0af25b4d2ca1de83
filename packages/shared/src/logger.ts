import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type { Logger } from 'pino'

/** JSON lines for machines; for a person at a terminal one short coloured line each. */
export function createLogger(name: string, level: string): Logger {
  const destination = process.stdout.isTTY
    ? pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true })
    : undefined
  return destination ? pino({ name, level }, destination) : pino({ name, level })
}

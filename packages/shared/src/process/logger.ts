import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** JSON lines for machines; for a person at a terminal one short coloured line each. */
export async function createLogger(name: string, level: string): Promise<Logger> {
  // Not pino's own destination: when whoever read the log has died, it tries again for ever, and the process never ends.
  process.stdout.on('error', () => {})
  if (!process.stdout.isTTY) return pino({ name, level }, process.stdout)
  const { default: pretty } = await import('pino-pretty')
  return pino({ name, level }, pretty({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true }))
}

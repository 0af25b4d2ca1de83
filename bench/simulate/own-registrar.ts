import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ConfigurationError } from '@registrar/shared/environment'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * A Registrar as `npm start` runs it, with nothing but its own: Redis, keys and users in a folder that goes with it,
 * also when this process is told to leave.
 * @throws ConfigurationError when it does not start: it has said why on stderr
 */
export async function startOwnRegistrar(variables: Record<string, string>): Promise<AsyncDisposable & { url: string }> {
  const parent = resolve('.cache/simulate')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'r-'))
  const child = spawn(process.execPath, ['tools/start/main.ts'], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const end = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const leaveEarly = () => void end().then(() => process.exit(1))
  for (const signal of SIGNALS) process.once(signal, leaveEarly)
  await using started = new AsyncDisposableStack()
  started.defer(end)
  started.defer(() => {
    for (const signal of SIGNALS) process.off(signal, leaveEarly)
  })
  const url = await urlOf(child)
  const running = started.move()
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

async function urlOf(child: ChildProcess): Promise<string> {
  const ready = once(child, 'message').then(([{ url }]) => url as string)
  const ended = once(child, 'exit').then(() => {
    throw new ConfigurationError('The Registrar of the check did not start.')
  })
  return await Promise.race([ready, ended])
}

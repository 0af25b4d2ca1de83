import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A Registrar as `npm start` runs it, with nothing but its own: Redis, keys and users in a folder that goes with it. */
export async function startOwnRegistrar(variables: Record<string, string>): Promise<AsyncDisposable & { url: string }> {
  const parent = resolve('.cache/simulate')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'r-'))
  const child = spawn(process.execPath, ['tools/start/main.ts'], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const leave = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { url: await urlOf(child), [Symbol.asyncDispose]: leave }
  } catch (error) {
    await leave()
    throw error
  }
}

async function urlOf(child: ChildProcess): Promise<string> {
  const ready = once(child, 'message').then(([{ url }]) => url as string)
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`npm start ended with ${code}`)))
  return Promise.race([ready, ended])
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { freePort } from '../redis/own-redis.ts'

/** Beside `data/`, so that the append-only file is on the same kind of disk. */
const PARENT = '.cache'

/** How much of what it said is kept, to explain a failure. */
const LAST_WORDS = 4_000

/** A load must not reach anything that is somebody's, whatever this environment names. */
const NOTHING_OF_OTHERS = {
  REDIS_URL: undefined,
  MONGODB_URI: undefined,
  SEALING_PUBLIC_KEY_FILE: undefined,
  SEALING_PRIVATE_KEY_FILES: undefined,
  GATEWAY_SECRET_FILE: undefined,
  PWNED_PASSWORDS_URL: undefined,
  WEBHOOKS_FILE: undefined,
  HEALTH_PORT: undefined,
}

export type OwnRegistrar = AsyncDisposable & { url: string; lastWords(): string }

/**
 * Starts a Registrar as `npm start` does, on a free port and with data of its own, without a limit on sign-ups. Disposing
 * ends it and removes them.
 * @throws ConfigurationError when it does not start, with what it said
 */
export async function startOwnRegistrar(variables: Record<string, string> = {}): Promise<OwnRegistrar> {
  mkdirSync(PARENT, { recursive: true })
  const folder = mkdtempSync(resolve(PARENT, 'own-'))
  const child = spawn(process.execPath, ['tools/start/main.ts'], {
    // In a group of its own, so that Ctrl-C reaches this process alone, and everything ends in its order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // without its parent it leaves by itself
    env: {
      LOG_LEVEL: 'warn',
      ...process.env,
      ...NOTHING_OF_OTHERS,
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: `${await freePort()}`, // the same again for a gateway that has to be started again
      RATE_LIMIT_PER_MINUTE: '0',
      ...variables,
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream!.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-LAST_WORDS)
    })
  const closed = once(child, 'close')
  const end = async () => {
    child.kill('SIGTERM')
    await closed
    rmSync(folder, { recursive: true, force: true })
  }

  const ready = once(child, 'message') as Promise<[{ url: string }]>
  const begun = await Promise.race([ready, closed.then(() => undefined)])
  if (begun) return { url: begun[0].url, lastWords: () => said, [Symbol.asyncDispose]: end }
  await end()
  throw new ConfigurationError(`The Registrar for it did not start:\n${said.trim()}`)
}

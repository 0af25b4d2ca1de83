import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { freePort } from '../redis/own-redis.ts'

/** Beside `data/`, so that the append-only file is on the same kind of disk. */
const PARENT = '.cache'

/** How many characters of its output are kept, to explain a failure. */
const OUTPUT_KEPT = 4_000

/** A load must reach none of the operator's own servers, keys or endpoints, whatever the environment names. */
const NO_SERVERS_OF_YOURS = {
  REDIS_URL: undefined,
  MONGODB_URI: undefined,
  SEALING_PUBLIC_KEY_FILE: undefined,
  SEALING_PRIVATE_KEY_FILES: undefined,
  GATEWAY_SECRET_FILE: undefined,
  PWNED_PASSWORDS_URL: undefined,
  WEBHOOKS_FILE: undefined,
  HEALTH_PORT: undefined,
  METRICS_PORT: undefined,
}

export type OwnRegistrar = AsyncDisposable & {
  url: string
  /** The last of what it has written. */
  recentOutput(): string
}

/**
 * Starts a Registrar as `npm start` does, on a free port and with data of its own, without a limit on sign-ups. Disposing
 * stops it and removes its data.
 * @throws ConfigurationError when it does not start, with its output
 */
export async function startOwnRegistrar(variables: Record<string, string> = {}): Promise<OwnRegistrar> {
  mkdirSync(PARENT, { recursive: true })
  const folder = mkdtempSync(resolve(PARENT, 'own-'))
  const child = spawn(process.execPath, ['tools/start/main.ts'], {
    // In a group of its own, so that Ctrl-C reaches only this process, which then stops everything in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // it stops by itself when this process ends
    env: {
      LOG_LEVEL: 'warn',
      ...process.env,
      ...NO_SERVERS_OF_YOURS,
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: `${await freePort()}`, // the same one for a gateway that is restarted
      DIRECTORY_PORT: '0', // the port after PORT need not be free
      RATE_LIMIT_PER_MINUTE: '0',
      ...variables,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream!.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-OUTPUT_KEPT)
    })
  const closed = once(child, 'close')
  const stop = async () => {
    child.kill('SIGTERM')
    await closed
    rmSync(folder, { recursive: true, force: true })
  }

  const ready = once(child, 'message') as Promise<[{ url: string }]>
  const started = await Promise.race([ready, closed.then(() => undefined)])
  if (started) return { url: started[0].url, recentOutput: () => output, [Symbol.asyncDispose]: stop }
  await stop()
  throw new ConfigurationError(`The temporary Registrar did not start:\n${output.trim()}`)
}

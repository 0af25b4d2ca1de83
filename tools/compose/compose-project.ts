import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../redis/own-redis.ts'
import { runCommand } from './run-command.ts'

const TIMEOUT_MS = 3 * 60_000
/** The first `up` downloads three images and installs the packages, perhaps over a slow connection. */
const BUILD_TIMEOUT_MS = 15 * 60_000

/** The part of `docker inspect` that the checks read. */
export type Container = {
  Name: string
  State: { ExitCode: number }
  Config: { User: string; Env: string[]; Labels: Record<string, string> }
  HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[] | null; SecurityOpt: string[] | null; Memory: number }
  Mounts: { Name?: string }[]
  NetworkSettings: {
    Ports: Record<string, { HostIp: string; HostPort: string }[] | null>
    Networks: Record<string, { IPAddress: string }>
  }
}

/** The one endpoint of the notifier: in the gateway's container, for the queue's network is the one that both are on. */
const RECEIVER = { id: 'shop', url: 'http://gateway:4000/', allowPrivateAddresses: true }

type ProjectOptions = {
  /** Aborting stops the running command, except `remove`. */
  signal: AbortSignal
  /** Called with each line that Compose writes. */
  onLine: (line: string) => void
}

export type ComposeProject = Awaited<ReturnType<typeof createComposeProject>>

/**
 * The compose file as a project of its own, on a port of its own: a Registrar that runs here is not touched, and no .env,
 * override file or variable of this machine has an effect.
 */
export async function createComposeProject({ signal, onLine }: ProjectOptions) {
  const name = `registrar-test-${randomBytes(4).toString('hex')}`
  const port = await freePort()
  const directoryPort = await freePort()
  const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`
  const folder = mkdtempSync(join(tmpdir(), 'registrar-compose-'))
  const env = {
    ...dockerVariables(),
    PORT: String(port),
    DIRECTORY_PORT: String(directoryPort),
    WEBHOOKS_FILE: join(folder, 'webhooks.json'),
  }
  writeFileSync(env.WEBHOOKS_FILE, JSON.stringify([{ ...RECEIVER, secrets: [webhookSecret] }]), { mode: 0o600 })
  const project = [
    ...['--project-name', name, '--file', resolve('docker-compose.yml'), '--env-file', '/dev/null'],
    ...['--profile', 'webhooks'],
  ]
  const labelled = ['--quiet', '--filter', `label=com.docker.compose.project=${name}`]
  const docker = (...args: string[]) => runCommand('docker', args, { env, timeoutMs: TIMEOUT_MS, signal })
  const running = new Set<Promise<unknown>>()
  const compose = (args: string[], options: { timeoutMs?: number; signal?: AbortSignal } = { signal }) => {
    const all = ['compose', ...project, '--progress', 'plain', ...args]
    const command = runCommand('docker', all, { env, onLine, timeoutMs: TIMEOUT_MS, ...options })
    running.add(command)
    return command.finally(() => running.delete(command))
  }

  return {
    name,
    port,
    url: `http://127.0.0.1:${port}`,
    directoryPort,
    directoryUrl: `http://127.0.0.1:${directoryPort}`,

    webhookSecret,

    /** Returns when every service is healthy. */
    async build() {
      await compose(['build'], { timeoutMs: BUILD_TIMEOUT_MS, signal })
      // The file of endpoints must belong to the image's user; giving it away takes root, which the container has.
      const image = `${name}-notifier`
      const chown = ['--user', 'root', '--volume', `${folder}:/given`, image, 'chown', '1000', '/given/webhooks.json']
      await docker('run', '--rm', ...chown)
      await compose(['up', '--wait'], { timeoutMs: BUILD_TIMEOUT_MS, signal })
    },
    up: (...args: string[]) => compose(['up', '--wait', ...args]),
    stop: () => compose(['stop']),
    down: () => compose(['down']),
    lastLogs: () => compose(['logs', '--tail', '20']),

    /** Runs `script` with Node in the first container of `service` and returns the JSON value that it prints. */
    async evaluate(service: string, script: string, ...args: string[]): Promise<unknown> {
      return JSON.parse(await compose(['exec', '--no-TTY', service, 'node', '--eval', script, ...args]))
    },

    /** Runs an operator's command with `--json` in the first container of `service` and returns what it prints. */
    async command(service: string, file: string, ...args: string[]): Promise<unknown> {
      return JSON.parse(await compose(['exec', '--no-TTY', service, 'node', file, ...args, '--json']))
    },

    /** A new API key of the directory. */
    apiKey: async (scope: string) =>
      (
        await compose(['run', '--rm', '--no-TTY', 'keys', 'node', 'tools/keys.ts', 'api', 'test', '--scope', scope])
      ).trim(),

    /** Every container of the project by its service, including those that have exited. */
    async containers(): Promise<Map<string, Container[]>> {
      const ids = (await docker('ps', '--all', ...labelled)).split('\n')
      const containers = JSON.parse(await docker('inspect', ...ids)) as Container[]
      return Map.groupBy(containers, ({ Config }) => Config.Labels['com.docker.compose.service']!)
    },

    /** Removes everything, including its data and the images it has built. @throws Error when something is left */
    async remove(): Promise<void> {
      await Promise.allSettled(running) // an interrupted command may still be creating something
      await compose(['down', '--volumes', '--rmi', 'local', '--timeout', '5'], {})
      rmSync(folder, { recursive: true })
      for (const kind of [['ps', '--all'], ['volume', 'ls'], ['network', 'ls'], ['images']]) {
        const left = await runCommand('docker', [...kind, ...labelled], { env, timeoutMs: TIMEOUT_MS })
        if (left) throw new Error(`docker ${kind[0]}: left behind: ${left}`)
      }
    },
  }
}

/** What Docker's command line needs of the environment, and nothing that the compose file reads. */
const dockerVariables = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(PATH|HOME|SSH_AUTH_SOCK|(DOCKER|BUILDKIT|BUILDX|XDG)_.*|.*_proxy)$/i.test(name),
    ),
  )

import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { freePort } from '../redis/own-redis.ts'
import { runCommand } from './run-command.ts'

const TIMEOUT_MS = 3 * 60_000
/** The first `up` downloads three images and installs the packages, perhaps by a slow line. */
const BUILD_TIMEOUT_MS = 15 * 60_000

/** What `docker inspect` says of a container, as far as it is asked for. */
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

type ProjectOptions = {
  /** Ends what runs, but not `remove`. */
  signal: AbortSignal
  /** Is told each line that Compose writes. */
  onLine: (line: string) => void
}

export type ComposeProject = Awaited<ReturnType<typeof createComposeProject>>

/**
 * The compose file as a project of its own, on a port of its own: nobody's running Registrar is touched, and nobody's
 * .env, override file or variables have a say.
 */
export async function createComposeProject({ signal, onLine }: ProjectOptions) {
  const name = `registrar-test-${randomBytes(4).toString('hex')}`
  const port = await freePort()
  const env = { ...dockerVariables(), PORT: String(port) }
  const project = ['--project-name', name, '--file', resolve('docker-compose.yml'), '--env-file', '/dev/null']
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

    /** Returns when every service is healthy. */
    build: () => compose(['up', '--build', '--wait'], { timeoutMs: BUILD_TIMEOUT_MS, signal }),
    up: (...args: string[]) => compose(['up', '--wait', ...args]),
    stop: () => compose(['stop']),
    down: () => compose(['down']),
    lastLogs: () => compose(['logs', '--tail', '20']),

    /** Runs `script` by Node in the first container of `service`, and gives the JSON value that it writes. */
    async evaluate(service: string, script: string, ...args: string[]): Promise<unknown> {
      return JSON.parse(await compose(['exec', '--no-TTY', service, 'node', '--eval', script, ...args]))
    },

    /** Every container of the project by its service, also those that have ended. */
    async containers(): Promise<Map<string, Container[]>> {
      const ids = (await docker('ps', '--all', ...labelled)).split('\n')
      const containers = JSON.parse(await docker('inspect', ...ids)) as Container[]
      return Map.groupBy(containers, ({ Config }) => Config.Labels['com.docker.compose.service']!)
    },

    /** Takes everything away, its data and the images it has built too. @throws Error when something stays */
    async remove(): Promise<void> {
      await Promise.allSettled(running) // what was interrupted may still be making something
      await compose(['down', '--volumes', '--rmi', 'local', '--timeout', '5'], {})
      for (const kind of [['ps', '--all'], ['volume', 'ls'], ['network', 'ls'], ['images']]) {
        const left = await runCommand('docker', [...kind, ...labelled], { env, timeoutMs: TIMEOUT_MS })
        if (left) throw new Error(`docker ${kind[0]}: still there: ${left}`)
      }
    },
  }
}

/** What Docker's command line needs of our environment, and nothing that the compose file reads. */
const dockerVariables = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(PATH|HOME|SSH_AUTH_SOCK|(DOCKER|BUILDKIT|BUILDX|XDG)_.*|.*_proxy)$/i.test(name),
    ),
  )

import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { freePort } from '../redis/own-redis.ts'
import { runCommand } from './run-command.ts'

/** The first `up` downloads three images and installs the packages, perhaps by a slow line. */
export const UP_TIMEOUT_MS = 15 * 60_000
const TIMEOUT_MS = 3 * 60_000

/** What `docker inspect` says of a container, as far as it is asked for. */
export type Container = {
  Name: string
  State: { ExitCode: number }
  Config: { User: string; Env: string[]; Labels: Record<string, string> }
  HostConfig: {
    ReadonlyRootfs: boolean
    CapDrop: string[] | null
    SecurityOpt: string[] | null
    Memory: number
  }
  Mounts: { Name?: string }[]
  NetworkSettings: {
    Ports: Record<string, { HostIp: string; HostPort: string }[] | null>
    Networks: Record<string, { IPAddress: string }>
  }
}

export type ComposeProject = Awaited<ReturnType<typeof createComposeProject>>

/**
 * The compose file as a project of its own, on a port of its own: nobody's running Registrar is touched, and nobody's
 * .env, override file or variables have a say. `signal` ends what runs, but not `remove`.
 */
export async function createComposeProject(signal: AbortSignal, onProgress: (line: string) => void) {
  const name = `registrar-test-${randomBytes(4).toString('hex')}`
  const port = await freePort()
  const env = { ...dockerVariables(), PORT: String(port) }
  const docker = (args: string[], timeoutMs = TIMEOUT_MS, end: AbortSignal | undefined = signal) =>
    runCommand('docker', args, { env, timeoutMs, onProgress, ...(end && { signal: end }) })
  const file = resolve('docker-compose.yml')
  const composeArgs = [
    'compose',
    '--progress',
    'plain',
    '--env-file',
    '/dev/null',
    '--project-name',
    name,
    '--file',
    file,
  ]
  const compose = (args: string[], timeoutMs?: number) => docker([...composeArgs, ...args], timeoutMs)
  const ofProject = ['--quiet', '--filter', `label=com.docker.compose.project=${name}`]

  return {
    name,
    port,
    url: `http://127.0.0.1:${port}`,
    compose,

    /** Runs `script` by Node in the first container of `service`; gives what it wrote to stdout. */
    evaluate: async (service: string, script: string, ...args: string[]) =>
      (await compose(['exec', '--no-TTY', service, 'node', '--eval', script, ...args])).trim(),

    /** Every container of the project by its service, those that have ended too. */
    async containers(): Promise<Map<string, Container[]>> {
      const ids = (await docker(['ps', '--all', ...ofProject])).split('\n').filter(Boolean)
      const containers = JSON.parse(await docker(['inspect', ...ids])) as Container[]
      return Map.groupBy(containers, ({ Config }) => Config.Labels['com.docker.compose.service']!)
    },

    /** Takes everything away, the data and the images it has built too. @throws Error when something stays */
    async remove(): Promise<void> {
      const uninterrupted = new AbortController().signal
      const left: string[] = []
      await docker([...composeArgs, 'down', '--volumes', '--rmi', 'local', '--timeout', '5'], TIMEOUT_MS, uninterrupted)
      for (const kind of [['ps', '--all'], ['volume', 'ls'], ['network', 'ls'], ['images']])
        left.push(await docker([...kind, ...ofProject], TIMEOUT_MS, uninterrupted))
      if (left.join('').trim()) throw new Error(`still there: ${left.join(' ').trim()}`)
    },
  }
}

/** What Docker's command line needs of our environment, and nothing that the compose file reads. */
const dockerVariables = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      /^(PATH|HOME|(DOCKER|BUILDKIT|BUILDX|XDG)_.*|.*_proxy)$/i.test(name),
    ),
  )

import { availableParallelism } from 'node:os'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { metricsSettings } from '@registrar/shared/process/settings'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { type Unusable, unusable, variable } from '@registrar/shared/process/variables/variable'
import { z } from 'zod'
import { DirectoryConfig } from '../../apps/directory/src/config.ts'
import { GatewayConfig } from '../../apps/gateway/src/config.ts'
import { NotifierConfig } from '../../apps/notifier/src/config.ts'
import { readEndpoints } from '../../apps/notifier/src/endpoints/read-endpoints.ts'
import { WorkerConfig } from '../../apps/worker/src/config.ts'
import { environmentOf } from './environment-of.ts'
import { findSharedPort } from './find-shared-port.ts'

/** What decides how many processes of each kind `npm start` runs. */
export const StartConfig = z
  .object({
    WORKERS: wholeNumber({ min: 0, max: 1_024 }).default(availableParallelism()),
    GATEWAYS: GatewayConfig.shape.GATEWAYS,
    PORT: GatewayConfig.shape.PORT,
    /** By default the one after PORT. */
    DIRECTORY_PORT: variable('a whole number from 0 to 65535, or off', (text): number | 'off' | Unusable => {
      if (text === 'off') return text
      const number = DirectoryConfig.shape.DIRECTORY_PORT.safeParse(text).data
      return number ?? unusable(text)
    }).optional(),
    WEBHOOKS_FILE: NotifierConfig.shape.WEBHOOKS_FILE.optional(),
    ...metricsSettings,
  })
  .refine(({ PORT, DIRECTORY_PORT }) => DIRECTORY_PORT !== undefined || PORT < 65_535, {
    path: ['DIRECTORY_PORT'],
    message: 'a port, or off: none follows PORT=65535',
  })
export type StartConfig = z.infer<typeof StartConfig>

/** The directory's, unless it is given one: 0, any free port, for a gateway that has any. */
const portAfter = (gatewayPort: number) => (gatewayPort === 0 ? 0 : gatewayPort + 1)

type Variables = Record<string, string | undefined>

/**
 * Under load V8 lets a heap's young generation grow to three times 16 MB, and keeps it. With 4 MB a gateway in a flood
 * takes half the memory, and with one helper thread for V8 instead of four a process takes 8 MB less: docs/benchmarks.md
 * has the figures. The image sets the same.
 */
const NODE_OPTIONS = '--max-semi-space-size=4 --v8-pool-size=1'

type ProcessOptions<C extends z.ZodObject> = {
  /** Run by Node, relative to the root of the repository. */
  file: string
  /** All that it reads from its environment. */
  config: C
  /** How many of them `npm start` runs. */
  count(start: StartConfig): number
  /** What `npm start` sets where the environment does not. */
  defaults?: Record<string, string>
  /** What else can be wrong with it. @throws ConfigurationError */
  check?(config: z.infer<C>): void
  /** What is found out once, before the first one starts, and stays the same for one that is restarted. */
  settle?(config: z.infer<C>, start: StartConfig): Promise<Record<string, string>>
}

export type ProcessKind = {
  file: string
  count(start: StartConfig): number
  /** Reads what such a process would. @throws ConfigurationError naming each bad variable */
  check(variables: Variables): void
  settle(variables: Variables, start: StartConfig): Promise<Record<string, string>>
  /** The environment of one: what its config reads, what any process may need, and the variables named in `more`. */
  environment(variables: Variables, more?: string[]): Variables
}

function processKind<C extends z.ZodObject>(options: ProcessOptions<C>): ProcessKind {
  const { file, config, count, defaults = {}, check, settle } = options
  const withDefaults = (variables: Variables) => {
    const given = Object.entries(variables).filter(([, value]) => value) // empty means unset
    return { ...defaults, ...Object.fromEntries(given) }
  }
  return {
    file,
    count,
    check(variables) {
      const parsed = parseEnvironment(config, withDefaults(variables))
      check?.(parsed)
    },
    settle: async (variables, start) =>
      (await settle?.(parseEnvironment(config, withDefaults(variables)), start)) ?? {},
    environment: (variables, more = []) =>
      environmentOf([...Object.keys(config.shape), ...more], { NODE_OPTIONS, ...withDefaults(variables) }),
  }
}

/** Every process of Registrar, in the order in which `npm start` starts them; tests and bench start them from here too. */
export const PROCESSES = {
  worker: processKind({
    file: 'apps/worker/main.ts',
    config: WorkerConfig,
    count: ({ WORKERS }) => WORKERS,
    defaults: { WORKER_CONCURRENCY: '1' }, // as many workers as cores: docs/scaling.md
  }),
  notifier: processKind({
    file: 'apps/notifier/main.ts',
    config: NotifierConfig,
    count: ({ WEBHOOKS_FILE }) => (WEBHOOKS_FILE ? 1 : 0),
    check: ({ WEBHOOKS_FILE }) => void readEndpoints(WEBHOOKS_FILE),
  }),
  directory: processKind({
    file: 'apps/directory/main.ts',
    config: DirectoryConfig,
    count: ({ DIRECTORY_PORT }) => (DIRECTORY_PORT === 'off' ? 0 : 1),
    settle: async (_, { PORT, DIRECTORY_PORT }) => ({ DIRECTORY_PORT: `${DIRECTORY_PORT ?? portAfter(PORT)}` }),
  }),
  gateway: processKind({
    file: 'apps/gateway/main.ts',
    config: GatewayConfig,
    count: ({ GATEWAYS }) => GATEWAYS,
    settle: async ({ GATEWAYS, HOST, PORT }): Promise<Record<string, string>> =>
      GATEWAYS === 1 && PORT > 0 ? {} : { PORT: `${await findSharedPort({ host: HOST, port: PORT })}` },
  }),
}

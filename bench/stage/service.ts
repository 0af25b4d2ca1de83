import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import type { ProcessKind } from '../../tools/start/processes.ts'
import { type KeptChild, keep, messageOf } from './children.ts'

export type Service = KeptChild & {
  /** Where it listens, if it does. */
  url: string
  /** Where its page of metrics is, with METRICS_PORT. */
  metricsUrl?: string | undefined
  /** From its start until it reports that it is ready. */
  readyMs: number
}

export type Variables = Record<string, string>

/** Both as `npm start` passes them on. */
const { PATH, NODE_COMPILE_CACHE } = process.env

type Options = { logFile: string; nodeOptions?: string[] }

/** Read by bench/stage/instruments. */
const INSTRUMENT_VARIABLES = ['BENCH_INSTRUMENTS', 'BENCH_HASH_MS']

/** Starts a process of Registrar; of `variables` it is given those of its own configuration, as under `npm start`. */
export const startProcess = (kind: ProcessKind, variables: Variables, options: Options): Promise<Service> =>
  startService(kind.file, kind.environment(variables, INSTRUMENT_VARIABLES), options)

/**
 * Starts a process that reports when it is ready, as those of Registrar and the servers in `peers/` do, with nothing of
 * this process's environment but `variables`. It logs to `logFile`, as a service does.
 */
export async function startService(
  file: string,
  variables: NodeJS.ProcessEnv,
  { logFile, nodeOptions = [] }: Options,
): Promise<Service> {
  const log = openSync(logFile, 'a')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeOptions, file], {
    env: { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...variables },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  })
  const service = keep(child, 'SIGTERM')
  const { url = '', metricsUrl } = await messageOf<{ url?: string; metricsUrl?: string }>(child, file)
  return { ...service, url, metricsUrl, readyMs: performance.now() - startedAt }
}

import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { type KeptChild, keep, messageOf } from './children.ts'

export type Service = KeptChild & {
  /** Where it listens, if it does. */
  url: string
  /** From its start to the moment it says that it is ready. */
  readyMs: number
}

export type Variables = Record<string, string>

/** Both as `npm start` hands them on. */
const { PATH, NODE_COMPILE_CACHE } = process.env

/**
 * Starts a process that tells when it is ready, as gateways, workers and the servers in `peers/` do, with nothing of
 * this process's environment but `variables`. It logs to `logFile`, as a service does.
 */
export async function startService(
  file: string,
  variables: Variables,
  { logFile, nodeOptions = [] }: { logFile: string; nodeOptions?: string[] },
): Promise<Service> {
  const log = openSync(logFile, 'a')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeOptions, file], {
    env: { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...variables },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  })
  const service = keep(child, 'SIGTERM')
  const { url = '' } = await messageOf<{ url?: string }>(child, file)
  return { ...service, url, readyMs: performance.now() - startedAt }
}

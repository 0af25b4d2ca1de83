import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../redis/own-redis.ts'
import { createPrometheusClient, type PrometheusClient } from './prometheus-client.ts'
import type { PrometheusProgram } from './prometheus-program.ts'

type Options = {
  /** Where its files go. */
  folder: string
  /** The page to scrape, as `host:port`. */
  target: string
  /** How often, in ms. */
  everyMs: number
  /** A file of rules to evaluate, as often. */
  rules?: string
}

export type PrometheusProcess = PrometheusClient & AsyncDisposable & { child: ChildProcess }

const START_SECONDS = 30

/** A Prometheus that scrapes one page, as the job `registrar`, and keeps what it finds in `folder`. */
export async function startPrometheus(
  { server }: PrometheusProgram,
  { folder, target, everyMs, rules }: Options,
): Promise<PrometheusProcess> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const config = join(folder, 'prometheus.json') // YAML understands JSON
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: `${everyMs}ms`, scrape_timeout: `${everyMs}ms`, evaluation_interval: `${everyMs}ms` },
      ...(rules && { rule_files: [resolve(rules)] }),
      scrape_configs: [{ job_name: 'registrar', static_configs: [{ targets: [target] }] }],
    }),
  )
  const child = spawn(
    server,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const client = createPrometheusClient(`http://127.0.0.1:${port}`)
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL') // what it has found is no longer needed
    await exited
  }
  const deadline = AbortSignal.timeout(START_SECONDS * 1_000)
  while (!(await client.isReady())) {
    if (deadline.aborted || child.exitCode !== null) {
      await end()
      throw new Error('Prometheus did not start')
    }
    await delay(50)
  }
  return { ...client, child, [Symbol.asyncDispose]: end }
}

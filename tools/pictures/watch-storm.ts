import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { familyOf } from '../../test/support/processes/process-tree.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { startOwnRegistrar } from '../load/own-registrar.ts'
import { type PrometheusProcess, startPrometheus } from '../prometheus/prometheus-process.ts'
import { findPrometheus } from '../prometheus/prometheus-program.ts'
import { freePort } from '../redis/own-redis.ts'
import { startEventReceiver } from '../storm/event-receiver.ts'

/** Calm, then a storm that two cores cannot hash at once, then calm again. A worker is killed in the middle of it. */
const CALM = { rate: 4, seconds: 20 }
const STORM = { rate: 120, seconds: 20 }
const KILL_AFTER_SECONDS = 15
const AFTERWARDS = { rate: 4, seconds: 25 }
const WORKERS = 2
/** Often enough to see a worker restart; a busy machine has that long to answer. */
const SCRAPE_MS = 2_000
/** In sight of what the storm leaves waiting. */
const MAX_BACKLOG = 3_000

type Watched = { prometheus: PrometheusProcess /** In seconds since 1970. */; from: number; to: number }

/** Lets a storm pass over a Registrar that Prometheus scrapes, and then calls `look`. */
export async function watchStorm(look: (watched: Watched) => Promise<void>): Promise<void> {
  const program = findPrometheus()
  if (!program) throw new ConfigurationError('No Prometheus was found; install one and run this again.')
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(temporaryFolder()).path
  const events = resources.use(await startEventReceiver())
  const port = await freePort()
  const { url } = resources.use(
    await startOwnRegistrar({
      METRICS_PORT: `${port}`,
      WORKERS: `${WORKERS}`,
      MAX_BACKLOG: `${MAX_BACKLOG}`,
      WEBHOOKS_FILE: events.webhooksFile,
      DIRECTORY_PORT: `${await freePort()}`,
    }),
  )
  const prometheus = resources.use(
    await startPrometheus(program, { folder, target: `127.0.0.1:${port}`, everyMs: SCRAPE_MS }),
  )
  while ((await prometheus.query('count_over_time(registrar_backlog_limit[1m]) > 1')).length === 0)
    await delay(SCRAPE_MS / 4) // a rate needs two scrapes
  const from = Date.now() / 1_000
  await signUps(url, CALM)
  console.log('The storm begins.')
  const storm = signUps(url, STORM)
  await delay(KILL_AFTER_SECONDS * 1_000)
  const [worker] = familyOf(process.pid).filter(({ command }) => command.includes('apps/worker/main.ts'))
  process.kill(worker!.pid, 'SIGKILL')
  console.log('A worker was killed.')
  await storm
  console.log('Everything that was accepted has ended.')
  await signUps(url, AFTERWARDS)
  await delay(2 * SCRAPE_MS) // the last of them are scraped, too
  await look({ prometheus, from, to: Date.now() / 1_000 })
}

/** Sends sign-ups on a schedule, and waits until all have ended. */
async function signUps(url: string, { rate, seconds }: { rate: number; seconds: number }): Promise<void> {
  const args = ['tools/storm/main.ts', '--url', url, '--rate', `${rate}`, '--seconds', `${seconds}`]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('the sign-ups have not all ended')
}

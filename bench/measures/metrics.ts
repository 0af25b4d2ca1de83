import { setTimeout as delay } from 'node:timers/promises'
import { closedLoop } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { completedRate } from '../stage/rate.ts'
import { openStage, type Stage } from '../stage/stage.ts'

/** As often as anybody scrapes; every 15 s is usual. Each round has as many scrapes as it has seconds. */
const SCRAPE_MS = 1_000
const ROUNDS = 16
const SECONDS = 1
const CONNECTIONS = 50
/** More than the fastest known machine hashes in all rounds. */
const BACKLOG = CORES * 300 * (ROUNDS * SECONDS + 3)

const ON = { METRICS_PORT: '0' }

/** Does `work` while the pages at `urls` are read every second. */
async function scraping<T>(urls: string[], work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const read = async (url: string) => (await fetch(url)).text()
  const scrape = async () => {
    await delay(SCRAPE_MS / 2, undefined, { signal: over.signal })
    for (;;) {
      await Promise.all(urls.map(read))
      await delay(SCRAPE_MS, undefined, { signal: over.signal })
    }
  }
  const scraped = scrape().catch((error) => {
    if (!over.signal.aborted) throw error
  })
  const result = await work()
  over.abort()
  await scraped
  return result
}

/** A contestant: a gateway that accepts all it can. */
async function accepting(stage: Stage, variables: Record<string, string>): Promise<() => Promise<number>> {
  const { url, metricsUrl } = await stage.startGateway(variables)
  const load = { connections: CONNECTIONS, url, seconds: SECONDS }
  await closedLoop(load) // the first second is slower: code is still being compiled
  return () => scraping(metricsUrl ? [metricsUrl] : [], () => closedLoop(load))
}

/** A contestant: workers on a stage of their own. */
async function completing(stage: Stage, variables: Record<string, string>): Promise<() => Promise<number>> {
  await stage.fill(BACKLOG)
  const workers = await stage.startWorkers(CORES, { variables })
  const urls = workers.processes.flatMap(({ metricsUrl }) => metricsUrl ?? [])
  await delay(1_000)
  workers.freeze()
  return () => workers.turn(() => scraping(urls, () => completedRate(stage, SECONDS)))
}

export const metrics: Measure = {
  name: 'metrics',
  title: 'Accepted and completed registrations a second with metrics, compared with none',
  async run(report) {
    const figureOf = async (what: string, contestant: typeof accepting) => {
      await using withPage = await openStage()
      await using without = await openStage()
      const contestants = { on: await contestant(withPage, ON), off: await contestant(without, {}) }
      const rates = await interleaved(ROUNDS, contestants, (step) => report(`${what}: ${step}`))
      return {
        what: `${what} registrations/s, the page of metrics scraped every second`,
        against: 'the same without METRICS_PORT',
        unit: '' as const,
        spread: spreadOf(ratios(rates.on, rates.off)),
        goal: { atLeast: 0.98 },
        details: `${perSecond(rates.on)} against ${perSecond(rates.off)} registrations/s`,
      }
    }
    return { figures: [await figureOf('accepted', accepting), await figureOf('completed', completing)] }
  },
}

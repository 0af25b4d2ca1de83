import { setTimeout as delay } from 'node:timers/promises'
import { closedLoop } from '../load/load.ts'
import { scraping } from '../load/scraping.ts'
import type { Figure, Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { grouped, interleaved, ratios, spreadOf } from '../rounds.ts'
import { cpuMs, threadTimes } from '../stage/cpu-time.ts'
import { CORES } from '../stage/hashing.ts'
import { completedRate } from '../stage/rate.ts'
import { openStage, type Stage } from '../stage/stage.ts'

/**
 * Two per cent are less than two short rounds differ by on a cloud machine. Each value is therefore one of several pairs, whose
 * order alternates: of the rates the median; of the CPU times, which other work on the machine can only lengthen, the least.
 */
const VALUES = 5
const PAIRS = 5
const ROUNDS = VALUES * PAIRS
const SECONDS = 1
/** Equal gateways differ by a tenth and more for as long as they run, by what V8 has made of their code and heap: they take turns. */
const GATEWAYS = PAIRS
/**
 * Turns of each gateway before the first: it becomes faster for some 50,000 sign-ups, as its code is compiled. Both sides
 * alternate here too: a gateway that idles for 20 s gives its memory back, and is slower for some seconds after it.
 */
const WARM_UP = 8
const CONNECTIONS = 50
/** More than the fastest known machine hashes in all rounds. */
const BACKLOG = CORES * 300 * (ROUNDS * SECONDS + 3)

const ON = { METRICS_PORT: '0' }

/** What one turn found: registrations a second, and the CPU time of each in µs. */
type Turn = { rate: number; cpuUs: number; hashUs?: number }
type Contestant = {
  /** Turns that do not count. */
  warmUp: number
  /** Whether each side has a queue of its own; else both also share a Redis, of which two equal ones differ too. */
  isApart: boolean
  start(stage: Stage, variables: Record<string, string>): Promise<() => Promise<Turn>>
}

/** Gateways that accept all they can, one at a time. */
const accepting: Contestant = {
  warmUp: WARM_UP * GATEWAYS,
  isApart: false,
  async start(stage, variables) {
    const gateways = await Promise.all(Array.from({ length: GATEWAYS }, () => stage.startGateway(variables)))
    let turns = 0
    return async () => {
      const { pid, url, metricsUrl } = gateways[turns++ % GATEWAYS]!
      const before = cpuMs(pid)
      const load = { connections: CONNECTIONS, url, seconds: SECONDS }
      const rate = await scraping(metricsUrl ? [metricsUrl] : [], () => closedLoop(load))
      return { rate, cpuUs: ((cpuMs(pid) - before) * 1_000) / (rate * SECONDS) }
    }
  },
}

/** Workers on a stage of their own. */
const completing: Contestant = {
  warmUp: 0,
  isApart: true,
  async start(stage, variables) {
    await stage.fill(BACKLOG)
    const workers = await stage.startWorkers(CORES, { variables })
    const urls = workers.processes.flatMap(({ metricsUrl }) => metricsUrl ?? [])
    const used = () => {
      const threads = workers.processes.flatMap(({ pid }) => threadTimes(pid))
      const ms = (isHashing: boolean) =>
        threads
          .filter(({ thread }) => thread.startsWith('libuv-worker') === isHashing)
          .reduce((sum, { ms }) => sum + ms, 0)
      return { hashing: ms(true), rest: ms(false) }
    }
    await delay(1_500)
    workers.freeze()
    return () =>
      workers.turn(async () => {
        const before = used()
        const rate = await scraping(urls, () => completedRate(stage, SECONDS))
        const after = used()
        const each = (ms: number) => (ms * 1_000) / (rate * SECONDS)
        return { rate, cpuUs: each(after.rest - before.rest), hashUs: each(after.hashing - before.hashing) }
      })
  },
}

export const metrics: Measure = {
  name: 'metrics',
  title: 'Accepted and completed registrations a second with metrics, compared with none',
  async run(report) {
    const figuresOf = async (what: string, process: string, contestant: Contestant): Promise<Figure[]> => {
      await using stage = await openStage()
      await using apart = contestant.isApart ? await openStage() : undefined
      const contestants = { on: await contestant.start(stage, ON), off: await contestant.start(apart ?? stage, {}) }
      for (let n = 0; n < contestant.warmUp; n++) for (const turn of Object.values(contestants)) await turn()
      const { on, off } = await interleaved(ROUNDS, contestants, (step) => report(`${what}: ${step}`))
      const rates = (turns: Turn[]) => turns.map(({ rate }) => rate)
      // Metrics have no part in hashing, which takes most of the time: both sides are given the same for it.
      const hashUs = spreadOf([...on, ...off].map((turn) => turn.hashUs ?? 0)).min
      const cpu = (turns: Turn[]) =>
        grouped(
          turns.map(({ cpuUs }) => cpuUs),
          PAIRS,
        ).map((group) => spreadOf(group).min + hashUs)
      const us = (turns: Turn[]) => `${digits(spreadOf(cpu(turns)).median)} µs`
      const against = 'the same without METRICS_PORT'
      const how = `${VALUES} values of ${PAIRS} alternating pairs of ${SECONDS} s`
      return [
        {
          what: `${what} registrations/s, the page of metrics scraped every second`,
          against,
          unit: '',
          spread: spreadOf(grouped(ratios(rates(on), rates(off)), PAIRS).map((group) => spreadOf(group).median)),
          goal: { atLeast: 0.98 },
          details: `${perSecond(rates(on))} against ${perSecond(rates(off))} registrations/s; ${how}`,
        },
        {
          what: `CPU time of the ${process} for each of them`,
          against,
          unit: '',
          spread: spreadOf(ratios(cpu(on), cpu(off))),
          goal: { atMost: 1.02 },
          details: `${us(on)} against ${us(off)}, each the least of ${PAIRS} turns${hashUs > 0 ? `, ${digits(hashUs)} µs of each for the hash` : ''}`,
        },
      ]
    }
    return {
      figures: [
        ...(await figuresOf('accepted', 'gateway', accepting)),
        ...(await figuresOf('completed', 'workers', completing)),
      ],
    }
  },
}

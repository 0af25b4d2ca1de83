import { setTimeout as delay } from 'node:timers/promises'
import { arrivals, closedLoop } from '../load/load.ts'
import type { Figure, Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { spreadOf } from '../rounds.ts'
import { residentDuring } from '../stage/resident.ts'
import { openStage } from '../stage/stage.ts'

const WAITING = 100_000
const CALM = { rate: 100, seconds: 8 }
const STORM = { connections: 50, seconds: 5 }
const HASHING_SECONDS = 8

export const memory: Measure = {
  name: 'memory',
  title: 'Memory of a waiting registration, and of each process',
  async run(report) {
    await using stage = await openStage()
    const { redis } = stage
    const { pid, url } = await stage.startGateway()
    await stage.fill(1) // creates the queue's own keys
    const before = await redis.info('used_memory')
    report(`${CALM.rate} sign-ups a second`)
    const gatewayMb = await residentDuring(pid, arrivals({ url, ...CALM }))
    report(`sign-ups over ${STORM.connections} connections, as fast as they are answered`)
    const stormMb = await residentDuring(pid, closedLoop({ url, ...STORM }))
    report(`adding registrations until ${digits(WAITING)} wait`)
    await stage.fill(WAITING - (await stage.waiting()))
    const bytesEach = ((await redis.info('used_memory')) - before) / (WAITING - 1)
    const redisMb = (await redis.info('used_memory_rss')) / 1e6
    report('one worker hashes')
    await using workers = await stage.startWorkers(1)
    const workerMb = await residentDuring(workers.processes[0]!.pid, delay(HASHING_SECONDS * 1_000))

    const resident = (what: string, samples: number[], atMost: number, details: string): Figure => ({
      what: `resident memory: ${what}`,
      against: '-',
      unit: 'MB',
      spread: spreadOf([Math.max(...samples)]), // what counts against a memory limit is the maximum
      goal: { atMost },
      details: `${details}; median ${digits(spreadOf(samples).median)} MB`,
    })
    return {
      figures: [
        {
          what: 'Redis bytes for a waiting registration',
          against: '-',
          unit: 'bytes',
          spread: spreadOf([bytesEach]),
          goal: { atMost: 1_300 },
          details: `used_memory with ${digits(WAITING)} waiting minus that with one`,
        },
        resident('gateway', gatewayMb, 130, `maximum of samples every 250 ms with ${CALM.rate} sign-ups a second`),
        resident(
          'gateway in a flood',
          stormMb,
          200,
          `with as many sign-ups as ${STORM.connections} connections can send`,
        ),
        resident('worker with 1 hash in flight', workerMb, 130, 'maximum of samples every 250 ms while it hashes'),
        resident(`Redis at ${digits(WAITING)} waiting`, [redisMb], 140, 'used_memory_rss'),
      ],
    }
  },
}

import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import type { Service } from '../stage/service.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 15

const timed = async (starting: Promise<Service>) => {
  await using service = await starting
  return service.readyMs
}

export const start: Measure = {
  name: 'start',
  title: 'From start to ready, compared with the start of Node itself',
  async run(report) {
    await using stage = await openStage()
    const startWorker = async () => {
      await using workers = await stage.startWorkers(1)
      return workers.processes[0]!.readyMs
    }
    const ms = await interleaved(
      ROUNDS,
      {
        node: () => timed(stage.startPeer('bench/peers/bare-start.ts')),
        gateway: () => timed(stage.startGateway()),
        worker: startWorker,
      },
      report,
    )
    const median = (name: keyof typeof ms) => digits(spreadOf(ms[name]).median)
    const figure = (name: 'gateway' | 'worker') => ({
      what: `start of the ${name} to ready`,
      against: 'bare Node start: one TypeScript file that sends one message',
      unit: '' as const,
      spread: spreadOf(ratios(ms[name], ms.node)),
      goal: { atMost: 5 },
      details: `${median(name)} ms against ${median('node')} ms`,
    })
    return { figures: [figure('gateway'), figure('worker')] }
  },
}

import { setTimeout as delay } from 'node:timers/promises'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { runTask } from '../stage/children.ts'
import { endedRegistrations } from '../stage/ended-registrations.ts'
import { openStage } from '../stage/stage.ts'
import { endpointsFile } from '../stage/webhooks-file.ts'

const ROUNDS = 3
const EVENTS = 5_000

/** As many as a notifier delivers to one endpoint at a time. */
const IN_FLIGHT = 8

const KEPT = 100_000
const keys = redisKeys(QUEUE_NAME)

export const webhooks: Measure = {
  name: 'webhooks',
  title: 'Events delivered a second to one receiver, compared with a bare signed fetch loop; the memory of an event',
  async run(report) {
    await using stage = await openStage()
    const { client } = stage.redis
    const receiver = await stage.startPeer('bench/peers/webhook-receiver.ts')
    const received = async () => Number(await (await fetch(receiver.url)).text())
    const notifier = await stage.startNotifier(endpointsFile(stage.folder, receiver.url))
    const signal = (name: NodeJS.Signals) => void notifier.child.kill(name)
    using _resumed = { [Symbol.dispose]: () => signal('SIGCONT') } // suspended, it could not exit
    const publish = endedRegistrations(client).end
    const untilReceived = async (count: number) => {
      while ((await received()) < count) await delay(5)
    }
    report('warming up')
    await publish(500)
    await untilReceived(500)

    const rates = await interleaved(
      ROUNDS,
      {
        async notifier() {
          signal('SIGSTOP')
          await publish(EVENTS)
          const before = await received()
          const startedAt = performance.now()
          signal('SIGCONT')
          await untilReceived(before + EVENTS)
          return EVENTS / ((performance.now() - startedAt) / 1_000)
        },
        async loop() {
          signal('SIGSTOP')
          const task = { url: receiver.url, count: EVENTS, inFlight: IN_FLIGHT }
          return await runTask<number>('bench/peers/bare-webhooks.ts', task)
        },
      },
      report,
    )
    signal('SIGCONT')

    report(`${digits(KEPT)} events in the stream`)
    await client.del(keys.outcomes)
    await publish(KEPT)
    const bytes = (await client.memory('USAGE', keys.outcomes, 'SAMPLES', 0))!
    return {
      figures: [
        {
          what: 'events delivered/s by one notifier to one local receiver, Redis with append-only file',
          against: 'a bare signed `fetch` loop, as many in flight',
          unit: '',
          spread: spreadOf(ratios(rates.notifier, rates.loop)),
          goal: { atLeast: 0.5 },
          details: `${perSecond(rates.notifier)} against ${perSecond(rates.loop)} events/s, ${IN_FLIGHT} in flight`,
        },
        {
          what: 'Redis bytes for an event in the outcome stream',
          against: '-',
          unit: 'bytes',
          spread: spreadOf([bytes / KEPT]),
          goal: { atMost: 300 },
          details: `MEMORY USAGE of a stream of ${digits(KEPT)}; a million take ${digits(((bytes / KEPT) * 1e6) / 1e6)} MB`,
        },
      ],
    }
  },
}

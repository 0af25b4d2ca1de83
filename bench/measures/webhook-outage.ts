import { setTimeout as delay, setInterval as every } from 'node:timers/promises'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import { openEndpointRecord } from '../../apps/notifier/src/deliver/endpoint-record.ts'
import { freePort } from '../../tools/redis/own-redis.ts'
import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { spreadOf } from '../rounds.ts'
import { endedRegistrations } from '../stage/ended-registrations.ts'
import { residentDuring } from '../stage/resident.ts'
import { openStage } from '../stage/stage.ts'
import { endpointsFile } from '../stage/webhooks-file.ts'

/** Sign-ups that end in a second, during the outage and afterwards. */
const RATE = 40
const keys = redisKeys(QUEUE_NAME)

export const webhookOutage: Measure = {
  name: 'webhook-outage',
  title: 'A receiver that was down, and how long it then takes to catch up',
  async run(report, minutes) {
    await using stage = await openStage()
    const { client } = stage.redis
    const port = await freePort()
    const notifier = await stage.startNotifier(endpointsFile(stage.folder, `http://127.0.0.1:${port}/`))
    const record = openEndpointRecord(client, keys, 'bench')
    const events = endedRegistrations(client)
    const empty = await stage.redis.info('used_memory')

    await events.append(10)
    while (!(await record.read()).parkedSince) await delay(50)
    const missed = RATE * 60 * minutes
    report(`the endpoint is parked; ${digits(missed)} registrations end, as fast as Redis takes them`)
    await events.append(missed)
    const waiting = (await stage.redis.info('used_memory')) - empty

    await using receiver = await stage.startPeer('bench/peers/webhook-receiver.ts', { PORT: `${port}` })
    const received = async () => Number(await (await fetch(receiver.url)).text())
    await record.postponeProbe(Date.now())
    let published = 10 + missed
    let most = 0
    const startedAt = performance.now()
    const caughtUp = (async () => {
      for await (const _ of every(1_000)) {
        await events.append(RATE)
        published += RATE
        most = Math.max(most, (await stage.redis.info('used_memory')) - empty)
        const arrived = await received()
        const seconds = Math.round((performance.now() - startedAt) / 1_000)
        if (seconds % 60 === 0) report(`${digits(arrived)} of ${digits(published)} have arrived after ${seconds} s`)
        if (!(await record.read()).catchingUpSince && arrived >= published - RATE) return seconds
      }
      return Number.NaN
    })()
    const resident = await residentDuring(notifier.pid, caughtUp)
    const seconds = await caughtUp
    return {
      figures: [
        {
          what: `minutes to catch up after ${digits(minutes)} minutes down, ${RATE} registrations/s before and after`,
          against: '-',
          unit: 'min',
          spread: spreadOf([seconds / 60]),
          goal: { atMost: minutes / 4 },
          details: `${digits(missed)} events missed, added within seconds; at most 250/s until caught up; Redis ${digits(waiting / 1e6)} MB more while they wait, at most ${digits(most / 1e6)} MB; notifier at most ${digits(spreadOf(resident).max)} MB`,
        },
      ],
    }
  },
}

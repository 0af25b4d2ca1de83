import { closedLoop } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { cpuMs } from '../stage/cpu-time.ts'
import type { Service } from '../stage/service.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 5
const LOAD = { connections: 50, seconds: 4 }
/** A gateway becomes faster for some 50,000 sign-ups, as its code is compiled. */
const WARM_UP_SECONDS = 12
const NAIVE = 'the gateway that everybody writes first: Hono + zod + `queue.add`, password in the clear, no limits'

/** Answers a second, and the CPU time that the server spent on each, in µs. */
async function rateOf({ url, pid }: Service) {
  const before = cpuMs(pid)
  const rate = await closedLoop({ ...LOAD, url })
  return { rate, cpuUs: ((cpuMs(pid) - before) * 1_000) / (rate * LOAD.seconds) }
}

export const acceptRate: Measure = {
  name: 'accept-rate',
  title: 'POST /register accepted a second by one gateway, compared with a bare echo and with a naive gateway',
  async run(report) {
    await using stage = await openStage()
    const gateway = await stage.startGateway()
    const echo = await stage.startPeer('bench/peers/bare-hono.ts')
    const naive = await stage.startPeer('bench/peers/naive-gateway.ts', { REDIS_URL: stage.redis.url })
    report('warming up')
    for (const { url } of [gateway, echo, naive]) await closedLoop({ ...LOAD, url, seconds: WARM_UP_SECONDS })
    const rounds = await interleaved(
      ROUNDS,
      { gateway: () => rateOf(gateway), echo: () => rateOf(echo), naive: () => rateOf(naive) },
      report,
    )
    const rates = (name: keyof typeof rounds) => rounds[name].map(({ rate }) => rate)
    const cpu = (name: keyof typeof rounds) => rounds[name].map(({ cpuUs }) => cpuUs)
    const us = (name: keyof typeof rounds) => `${digits(spreadOf(cpu(name)).median)} µs`
    return {
      figures: [
        {
          what: '`POST /register` accepted/s, one gateway process, workers stopped, Redis with append-only file',
          against: 'a bare Hono + zod echo on the same Node',
          unit: '',
          spread: spreadOf(ratios(rates('gateway'), rates('echo'))),
          goal: { atLeast: 0.25 },
          details: `${perSecond(rates('gateway'))} against ${perSecond(rates('echo'))} requests/s over ${LOAD.connections} connections`,
        },
        {
          what: 'the same',
          against: NAIVE,
          unit: '',
          spread: spreadOf(ratios(rates('gateway'), rates('naive'))),
          goal: { atLeast: 1 },
          details: `${perSecond(rates('gateway'))} against ${perSecond(rates('naive'))} requests/s`,
        },
        {
          what: 'CPU time of the gateway for one accepted sign-up',
          against: 'that gateway',
          unit: '',
          spread: spreadOf(ratios(cpu('gateway'), cpu('naive'))),
          goal: { atMost: 1.2 },
          details: `${us('gateway')} against ${us('naive')}; the bare echo ${us('echo')}`,
        },
      ],
      plots: [
        {
          name: 'accepting',
          title: 'Sign-ups accepted a second by one process',
          bars: [
            { label: 'bare echo', spread: spreadOf(rates('echo')) },
            { label: 'naive gateway', spread: spreadOf(rates('naive')) },
            { label: 'gateway', spread: spreadOf(rates('gateway')) },
          ],
        },
      ],
    }
  },
}

import { closedLoop } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 3
const LOAD = { connections: 50, seconds: 5 }

export const acceptRate: Measure = {
  name: 'accept-rate',
  title: 'POST /register accepted a second by one gateway, compared with a bare echo',
  async run(report) {
    await using stage = await openStage()
    const gateway = await stage.startGateway()
    const echo = await stage.startPeer('bench/peers/bare-hono.ts')
    report('warming up')
    for (const { url } of [gateway, echo]) await closedLoop({ ...LOAD, url, seconds: 2 })
    const rates = await interleaved(
      ROUNDS,
      { gateway: () => closedLoop({ ...LOAD, url: gateway.url }), echo: () => closedLoop({ ...LOAD, url: echo.url }) },
      report,
    )
    return {
      figures: [
        {
          what: '`POST /register` accepted/s, one gateway process, workers stopped, Redis with append-only file',
          against: 'a bare Hono + zod echo on the same Node',
          unit: '',
          spread: spreadOf(ratios(rates.gateway, rates.echo)),
          goal: { atLeast: 0.35 },
          details: `${perSecond(rates.gateway)} against ${perSecond(rates.echo)} requests/s over ${LOAD.connections} connections`,
        },
      ],
      plots: [
        {
          name: 'accepting',
          title: 'Sign-ups accepted a second by one process',
          bars: [
            { label: 'bare echo', spread: spreadOf(rates.echo) },
            { label: 'gateway', spread: spreadOf(rates.gateway) },
          ],
        },
      ],
    }
  },
}

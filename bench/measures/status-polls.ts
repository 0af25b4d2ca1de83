import { closedLoop } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 5
const LOAD = { connections: 50, seconds: 2 }
/** A gateway becomes faster for some 50,000 requests, as its code is compiled. */
const WARM_UP_SECONDS = 5
const [FEW, MANY] = [1_000, 100_000]
/** How many different registrations are polled, of all ages. */
const POLLED = 1_000

export const statusPolls: Measure = {
  name: 'status-polls',
  title: 'Status polls a second with few and with many waiting, compared with a bare GET',
  async run(report) {
    await using stages = new AsyncDisposableStack()
    const polls = async (waiting: number) => {
      report(`adding ${digits(waiting)} registrations`)
      const stage = stages.use(await openStage())
      const jobIds = await stage.fill(waiting)
      const paths = jobIds.filter((_, n) => n % (waiting / POLLED) === 0).map((jobId) => `/register/${jobId}`)
      const { url } = await stage.startGateway()
      await closedLoop({ url, paths, ...LOAD, seconds: WARM_UP_SECONDS })
      return { stage, paths, poll: () => closedLoop({ url, paths, ...LOAD }) }
    }
    const few = await polls(FEW)
    const many = await polls(MANY)
    const bare = await few.stage.startPeer('bench/peers/bare-hono.ts')
    const { paths } = few
    await closedLoop({ url: bare.url, paths, ...LOAD, seconds: WARM_UP_SECONDS })
    const rates = await interleaved(
      ROUNDS,
      { bare: () => closedLoop({ url: bare.url, paths, ...LOAD }), few: few.poll, many: many.poll },
      report,
    )
    const details = `${perSecond(rates.few)} polls/s with ${digits(FEW)} waiting, ${perSecond(rates.many)} with ${digits(MANY)}; bare GET ${perSecond(rates.bare)}`
    return {
      figures: [
        {
          what: `status polls/s with ${digits(FEW)} waiting`,
          against: 'bare Hono GET',
          unit: '',
          spread: spreadOf(ratios(rates.few, rates.bare)),
          goal: { atLeast: 0.5 },
          details,
        },
        {
          what: `status polls/s with ${digits(MANY)} waiting`,
          against: `the same with ${digits(FEW)}`,
          unit: '',
          spread: spreadOf(ratios(rates.many, rates.few)),
          goal: { atLeast: 0.95, atMost: 1.05 },
          details,
        },
      ],
      plots: [
        {
          name: 'polling',
          title: 'Status polls a second',
          bars: [
            { label: 'bare GET', spread: spreadOf(rates.bare) },
            { label: `${digits(FEW)} waiting`, spread: spreadOf(rates.few) },
            { label: `${digits(MANY)} waiting`, spread: spreadOf(rates.many) },
          ],
        },
      ],
    }
  },
}

import { createRegistrar } from '../../packages/client/src/create-registrar.ts'
import { signUp } from '../load/sign-up.ts'
import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { interleaved, percentile, ratios, spreadOf } from '../rounds.ts'
import { CORES, rawHashRate } from '../stage/hashing.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 5
const SIGN_UPS = 40

export const loneSignUp: Measure = {
  name: 'lone-sign-up',
  title: 'One sign-up alone, from POST to its outcome by long poll',
  async run(report) {
    await using stage = await openStage()
    const { url } = await stage.startGateway()
    await using _workers = await stage.startWorkers(CORES)
    const registrar = createRegistrar({ url })
    const p50 = async () => {
      const times: number[] = []
      while (times.length < SIGN_UPS) {
        const startedAt = performance.now()
        const { status } = await (await registrar.register(signUp())).outcome()
        if (status !== 'completed') throw new Error(`a sign-up is ${status}`)
        times.push(performance.now() - startedAt)
      }
      return percentile(times, 0.5)
    }
    await p50() // warm
    const rounds = await interleaved(
      ROUNDS,
      { signUp: p50, hash: async () => (CORES * 1_000) / (await rawHashRate(1)) },
      report,
    )
    return {
      figures: [
        {
          what: 'one sign-up alone, POST to outcome by long poll: p50',
          against: 'one raw hash while all cores hash',
          unit: '',
          spread: spreadOf(ratios(rounds.signUp, rounds.hash)),
          goal: { atMost: 3 },
          details: `${digits(spreadOf(rounds.signUp).median)} ms against ${digits(spreadOf(rounds.hash).median)} ms; ${ROUNDS} × ${SIGN_UPS} sign-ups, one after the other`,
        },
      ],
    }
  },
}

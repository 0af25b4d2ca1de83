// Sign-ups that arrive on a schedule, whatever the server does: how long their answers take.
import { Pool } from 'undici'
import { openLoop } from '../../tools/load/open-loop.ts'
import { receiveTask, reply } from '../stage/task.ts'
import { SIGN_UP_HEADERS, signUpBody } from './sign-up.ts'

export type ArrivalsTask = {
  url: string
  rate: number
  seconds: number
  /** Tolerates one refusal in a hundred, for measures that do not look at latencies. */
  mayRefuse?: boolean
}

/** In milliseconds, from the moment at which each request was due. */
export type ArrivalsResult = { sent: number; p50: number; p99: number; max: number }

const { url, rate, seconds, mayRefuse } = await receiveTask<ArrivalsTask>()
const pool = new Pool(url, { connections: 10_000, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
const refused = new Map<number, number>()

const send = async () => {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/register',
    headers: SIGN_UP_HEADERS,
    body: signUpBody(),
  })
  await body.dump()
  if (statusCode >= 300) refused.set(statusCode, (refused.get(statusCode) ?? 0) + 1)
}

for (let warm = 0; warm < 20; warm++) await send()
const { sent, failed, latencies } = await openLoop({ rate, seconds, send })
const refusals = refused.values().reduce((sum, count) => sum + count, 0)
if (failed + refusals > (mayRefuse ? sent / 100 : 0))
  throw new Error(`${failed} failed; refused: ${JSON.stringify(Object.fromEntries(refused))}`)
const ms = (percentile: number) => latencies.percentile(percentile) / 1_000
reply({ sent, p50: ms(50), p99: ms(99), max: latencies.max / 1_000 } satisfies ArrivalsResult)

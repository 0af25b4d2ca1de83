// So many connections, each sending its next request when the last is answered: how much a server can do at most.
import autocannon from 'autocannon'
import { order, tell } from '../stage/order.ts'
import { SIGN_UP_HEADERS, signUpBody } from './sign-up.ts'

/** Without `paths` it signs up; with them it reads one after the other. */
export type ClosedLoop = { url: string; connections: number; seconds: number; paths?: string[] }

/** Answers with 2xx a second. */
export type ClosedLoopRate = number

const { url, connections, seconds, paths } = await order<ClosedLoop>()
let next = 0
const request: autocannon.Request = paths
  ? { setupRequest: (request) => ({ ...request, path: paths[next++ % paths.length]! }) }
  : {
      method: 'POST',
      path: '/register',
      headers: SIGN_UP_HEADERS,
      setupRequest: (request) => ({ ...request, body: signUpBody() }),
    }
const {
  duration,
  errors,
  non2xx,
  '2xx': answered,
} = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: [request],
})
if (errors + non2xx > 0) throw new Error(`${non2xx} answers other than 2xx, ${errors} errors`)
tell(answered / duration)

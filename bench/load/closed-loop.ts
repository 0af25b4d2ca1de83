// A number of connections, each sending its next request once the last is answered: the most that a server can do.
import autocannon from 'autocannon'
import { receiveTask, reply } from '../stage/task.ts'
import { SIGN_UP_HEADERS, signUpBody } from './sign-up.ts'

/** Without `paths` it signs up; with them it reads them in turn. */
export type ClosedLoop = {
  url: string
  connections: number
  seconds: number
  paths?: string[]
  headers?: Record<string, string>
}

/** Answers with 2xx a second. */
export type ClosedLoopRate = number

const { url, connections, seconds, paths, headers = {} } = await receiveTask<ClosedLoop>()
let next = 0
const request: autocannon.Request = paths
  ? { headers, setupRequest: (request) => ({ ...request, path: paths[next++ % paths.length]! }) }
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
reply(answered / duration)

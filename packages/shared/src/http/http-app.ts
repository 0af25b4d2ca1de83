import { type Context, Hono } from 'hono'
import { faultReport } from '../process/fault-report.ts'
import type { Logger } from '../process/logger.ts'
import { requestRefused } from '../telemetry/observations.ts'
import { answer, answerProblem } from './answer.ts'
import type { Client } from './client-address.ts'
import { discardBody } from './discard-body.ts'
import { beginRequest, type HttpEnv, trailOf } from './http-env.ts'
import { Refusal } from './refusal.ts'
import { refuse } from './refuse.ts'
import { RequestAborted } from './request-body.ts'

type HttpAppDeps = {
  clientOf: (c: Context) => Client
  log: Logger
  /** Answers a refusal; by default with its problem document. */
  answerRefusal?: (c: Context<HttpEnv>, refusal: Refusal) => Response | Promise<Response>
}

/** An app without routes: each request begins and is refused as in every HTTP service of ours. */
export function createHttpApp({ clientOf, log, answerRefusal = answerProblem }: HttpAppDeps): Hono<HttpEnv> {
  const refused = async (c: Context<HttpEnv>, refusal: Refusal) => {
    requestRefused.publish({ code: refusal.code })
    const incoming = c.env?.incoming // an app that is asked without a server has none
    if (incoming && !(await discardBody(incoming))) c.get('headers')['connection'] = 'close'
    return answerRefusal(c, refusal)
  }

  const app = new Hono<HttpEnv>()
  app.use(beginRequest(clientOf))
  app.notFound((c) => refused(c, refuse('not_found', 'There is nothing at this path.')))
  app.onError((error, c) => {
    if (error instanceof RequestAborted) return answer(c, 400, null, {}) // which nobody reads
    if (error instanceof Refusal) return refused(c, error)
    log.error({ ...trailOf(c), ...faultReport(error) }, 'unhandled error in a request')
    return refused(c, refuse('internal_error', 'The error has been logged. Trying again may help.'))
  })
  return app
}

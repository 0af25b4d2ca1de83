import { randomUUID } from 'node:crypto'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Dispatcher } from 'undici'
import { faultOf, problemCode } from './sign-ups.ts'

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be resolved',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
}

/**
 * Makes sure that a Registrar answers at `url`, with a request that only a Registrar answers as expected.
 * @throws ConfigurationError that says what is there instead
 */
export async function demandRegistrar(http: Dispatcher, root: string, url: string): Promise<void> {
  const request = { method: 'GET', path: `${root}/register/${randomUUID()}`, headersTimeout: 10_000 } as const
  const answer = await http.request(request).catch((error: unknown) => {
    const fault = faultOf(error)
    throw new ConfigurationError(`No Registrar can be reached at ${url}: ${REASONS[fault] ?? fault}.`)
  })
  const code = problemCode(await answer.body.text())
  if (code === 'not_found') return
  if (code === 'queue_unavailable')
    throw new ConfigurationError(`The Registrar at ${url} accepts no sign-ups: its Redis is unavailable.`)
  throw new ConfigurationError(`The server at ${url} is not a Registrar (HTTP ${answer.statusCode}).`)
}

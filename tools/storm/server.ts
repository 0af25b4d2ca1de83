import { randomUUID } from 'node:crypto'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Dispatcher } from 'undici'
import { faultOf, problemCode } from './sign-ups.ts'

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
}

/**
 * Makes sure that a Registrar answers at `url`, by a question to which only a Registrar has the answer.
 * @throws ConfigurationError that says what is there instead
 */
export async function demandRegistrar(http: Dispatcher, root: string, url: string): Promise<void> {
  const question = { method: 'GET', path: `${root}/register/${randomUUID()}`, headersTimeout: 10_000 } as const
  const answer = await http.request(question).catch((error: unknown) => {
    const fault = faultOf(error)
    throw new ConfigurationError(`No Registrar can be reached at ${url}: ${REASONS[fault] ?? fault}.`)
  })
  const code = problemCode(await answer.body.text())
  if (code === 'not_found') return
  if (code === 'queue_unavailable')
    throw new ConfigurationError(`The Registrar at ${url} takes no sign-ups: its Redis is away.`)
  throw new ConfigurationError(`What answers at ${url} is no Registrar (HTTP ${answer.statusCode}).`)
}

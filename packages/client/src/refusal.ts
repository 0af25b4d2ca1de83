import type { PointedFault } from './contract.ts'
import { RegistrarError } from './registrar-error.ts'

type Problem = { title: string; detail: string; status: number; code: string; errors?: PointedFault[] }

/**
 * The error for an answer that is not the wanted one.
 * @throws when it claims to be a problem document (RFC 9457) and is none: it was damaged on its way
 */
export function refusalIn({ status, headers }: Response, text: string): RegistrarError {
  const about = {
    retryAfterSeconds: retryAfterSeconds(headers),
    requestId: headers.get('x-request-id') ?? undefined,
  }
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    return new RegistrarError(`Unexpected answer with status ${status}`, {
      status,
      code: 'unexpected_answer',
      ...about,
    })
  const problem: Problem = JSON.parse(text)
  if (problem.status !== status || !/^[a-z_]+$/.test(problem.code)) throw new TypeError('damaged problem document')
  return new RegistrarError(`${problem.title}: ${problem.detail}`, { ...problem, ...about })
}

/** Retry-After in either of its forms (RFC 9110, 10.2.3), in seconds from now. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return seconds >= 0 ? seconds : undefined
}

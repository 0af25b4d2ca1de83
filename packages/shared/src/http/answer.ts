import type { Context } from 'hono'
import type { HttpEnv } from './http-env.ts'
import type { Refusal } from './refusal.ts'

type Headers = Record<string, string>

/**
 * Every answer is made here, with all its headers in one piece: those that every answer to this request carries, and
 * those of its own, which win. To touch the headers of a finished answer costs more than to make it.
 */
export function answer(
  c: Context<HttpEnv>,
  status: number,
  body: string | Uint8Array<ArrayBuffer> | null,
  own: Headers,
): Response {
  const common = c.get('headers')
  const headers = { ...common, ...own }
  if (common['vary'] && own['vary']) headers['vary'] = `${common['vary']}, ${own['vary']}`
  return new Response(body, { status, headers })
}

/** Answers JSON that is not cached, unless `own` says otherwise. */
export const answerJson = (c: Context<HttpEnv>, status: number, body: object, own: Headers = {}): Response =>
  answer(c, status, JSON.stringify(body), { 'content-type': 'application/json', 'cache-control': 'no-store', ...own })

/** Answers the problem document of a refusal. */
export const answerProblem = (c: Context<HttpEnv>, refusal: Refusal): Response =>
  answerJson(c, refusal.status, refusal.toProblem(c.get('requestId')), {
    'content-type': 'application/problem+json',
    ...refusal.headers,
  })

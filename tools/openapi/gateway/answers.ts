import { REGISTRATION_PROBLEMS } from '@registrar/shared/contract/registration-problems'
import { headerRefs } from '../headers.ts'
import { problemResponses, type Response } from '../problems.ts'
import { GATEWAY_PROBLEMS } from './examples.ts'

/** The refusals with these codes. */
export const problems = problemResponses({
  problems: REGISTRATION_PROBLEMS,
  examples: GATEWAY_PROBLEMS,
  headers: { 405: ['Allow'], 429: ['RateLimit', 'RateLimit-Policy'] },
})

export const HTML = { 'text/html': { schema: { type: 'string' } } }

/** The same answers, which a browser (Accept prefers HTML) gets as a page. */
export const orPages = (responses: Record<string, Response>) =>
  Object.fromEntries(
    Object.entries(responses).map(([status, answer]) => [
      status,
      { ...answer, content: { ...answer.content, ...HTML } },
    ]),
  )

export const page = (description: string): Response => ({
  description,
  headers: headerRefs('X-Request-Id'),
  content: HTML,
})

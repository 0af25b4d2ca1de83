import { z } from 'zod'
import { PointedFault } from './field-fault.ts'

/** The refusals of one service by their codes, each with its status (RFC 9110) and its title. */
export type Problems = Readonly<Record<string, { status: number; title: string }>>

/** Those that any HTTP service of ours may answer with. */
export const HTTP_PROBLEMS = {
  malformed_json: { status: 400, title: 'The body is not a JSON object' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  length_required: { status: 411, title: 'Content-Length required' },
  content_too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  internal_error: { status: 500, title: 'Internal error' },
} as const satisfies Problems

/** What the `type` of a problem begins with; its code follows. */
export const PROBLEM_TYPE = 'urn:registrar:problem:'

/** A problem document (RFC 9457). */
const Problem = z.strictObject({
  type: z.string().startsWith(PROBLEM_TYPE),
  title: z.string().min(1),
  status: z.int().min(400).max(599),
  detail: z.string().min(1).describe('How to fix the request; never a value that was sent.'),
  code: z.string(),
  instance: z.string().min(1).describe('The id of the request, by which its log lines are found.'),
  errors: z.array(PointedFault).min(1).optional().describe('Every fault of every field.'),
})
export type Problem = z.infer<typeof Problem>

/** The problem documents of a service: each has one of its codes, and what belongs to that. */
export const problemOf = <P extends Problems>(problems: P) =>
  Problem.extend({ code: z.enum(Object.keys(problems) as [keyof P & string]) }).refine(
    ({ code, type, status, title }) =>
      type === PROBLEM_TYPE + code && status === problems[code]?.status && title === problems[code]?.title,
    'type, status and title belong to the code',
  )

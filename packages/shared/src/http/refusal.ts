import type { PointedFault } from '../contract/field-fault.ts'
import { PROBLEM_TYPE, type Problem, type Problems } from '../contract/problem.ts'

type Extras = {
  /** Every fault of every field. */
  errors?: PointedFault[]
  headers?: Record<string, string>
  /** What made the refusal necessary; it is neither answered nor logged. */
  cause?: unknown
}

/** Thrown by whatever refuses a request: the app answers it as `application/problem+json` (RFC 9457). */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly headers: Record<string, string>
  readonly errors: PointedFault[] | undefined

  /** `detail` is for the programmer of the client: how to fix the request, never a value that was sent. */
  constructor(
    { code, status, title }: Pick<Problem, 'code' | 'status' | 'title'>,
    detail: string,
    { errors, headers = {}, cause }: Extras = {},
  ) {
    super(detail, { cause })
    this.code = code
    this.status = status
    this.title = title
    this.headers = headers
    this.errors = errors
  }

  /** `instance` is the id of the request, by which its log lines are found. */
  toProblem(instance: string): Problem {
    const { code, status, title, message: detail, errors } = this
    return { type: PROBLEM_TYPE + code, title, status, detail, code, instance, ...(errors && { errors }) }
  }
}

/**
 * Makes the refusals of a service from the table of its problems.
 *
 * @example
 * const refuse = refusalsOf({ ...HTTP_PROBLEMS, username_taken: { status: 409, title: 'The user name is taken' } })
 * throw refuse('username_taken', 'Choose another user name.')
 */
export const refusalsOf =
  <P extends Problems>(problems: P) =>
  (code: keyof P & string, detail: string, extras?: Extras): Refusal =>
    new Refusal({ code, ...problems[code]! }, detail, extras)

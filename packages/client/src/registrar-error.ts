import type { DirectoryProblemCode, PointedFault, RegistrationProblemCode } from './contract.ts'

/**
 * The code of the problem document that a service answered with. `no_answer`: nothing usable came, so the request may
 * or may not have been carried out. `unexpected_answer`: something in between answered, a proxy perhaps.
 */
export type RegistrarErrorCode =
  | RegistrationProblemCode
  | DirectoryProblemCode
  | 'no_answer'
  | 'unexpected_answer'
  | (string & {})

type About = {
  /** Of the HTTP answer; 0 when there was none. */
  status: number
  code: RegistrarErrorCode
  errors?: readonly PointedFault[]
  retryAfterSeconds?: number | undefined
  requestId?: string | undefined
  cause?: unknown
}

/** A call was refused, or was not answered however often it was tried. */
export class RegistrarError extends Error {
  override readonly name = 'RegistrarError'
  /** Of the HTTP answer; 0 when there was none. */
  readonly status: number
  readonly code: RegistrarErrorCode
  /** Every fault of every field: of `invalid_registration` and `invalid_request`, else empty. */
  readonly errors: readonly PointedFault[]
  /** After how many seconds the same call can be made again, where the service said so. */
  readonly retryAfterSeconds: number | undefined
  /** The id of the request, by which its log lines are found. */
  readonly requestId: string | undefined

  constructor(message: string, { status, code, errors = [], retryAfterSeconds, requestId, cause }: About) {
    super(message, { cause })
    this.status = status
    this.code = code
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
    this.requestId = requestId
  }
}

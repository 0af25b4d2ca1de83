import type { FieldFault } from '@registrar/shared/contract/field-fault'

/** Every refusal the gateway knows, with its status (RFC 9110) and the title of its problem document. */
const REFUSALS = {
  malformed_json: [400, 'The body is not one plain JSON object'],
  invalid_idempotency_key: [400, 'The Idempotency-Key cannot be used'],
  csrf_rejected: [403, 'This form did not come from here'],
  not_found: [404, 'There is nothing here'],
  method_not_allowed: [405, 'This method does not work here'],
  length_required: [411, 'A Content-Length is required'],
  content_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'This kind of body is not understood'],
  invalid_registration: [422, 'The registration breaks a rule'],
  idempotency_key_reused: [422, 'This Idempotency-Key stands for another registration'],
  too_many_requests: [429, 'Too many sign-ups from here'],
  internal_error: [500, 'Something went wrong on our side'],
  overloaded: [503, 'More sign-ups are waiting than can be taken'],
  queue_unavailable: [503, 'Sign-up is not available for the moment'],
} as const
export type RefusalCode = keyof typeof REFUSALS

type Extras = { errors?: (FieldFault & { pointer: string })[]; headers?: Record<string, string> }

/** Thrown by whatever refuses a request; the gateway turns it into `application/problem+json` (RFC 9457). */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: RefusalCode
  readonly extras: Extras

  /** `detail` is for the person who wrote the client: the mend, never a value that was sent. */
  constructor(code: RefusalCode, detail: string, extras: Extras = {}) {
    super(detail)
    this.code = code
    this.extras = extras
  }

  /** `instance` is the id of the request, by which its log lines are found. */
  toResponse(instance?: string): Response {
    const [status, title] = REFUSALS[this.code]
    const { errors, headers } = this.extras
    const problem = {
      type: `urn:registrar:problem:${this.code}`,
      title,
      status,
      detail: this.message,
      code: this.code,
      instance,
      errors,
    }
    return new Response(JSON.stringify(problem), {
      status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    })
  }
}

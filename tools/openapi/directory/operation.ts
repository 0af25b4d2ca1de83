import type { ApiScope } from '@registrar/shared/contract/api-scope'
import { DIRECTORY_PROBLEMS, type DirectoryProblemCode } from '@registrar/shared/contract/directory-problems'
import { ref } from '../common.ts'
import { type HeaderName, headerRefs } from '../headers.ts'
import { problemResponses, type Response } from '../problems.ts'
import { DIRECTORY_REFUSALS } from './examples.ts'

/** The refusals with these codes. */
export const problems = problemResponses({
  problems: DIRECTORY_PROBLEMS,
  examples: DIRECTORY_REFUSALS,
  headers: { 401: ['WWW-Authenticate'], 403: ['WWW-Authenticate'], 405: ['Allow'] },
})

/** What any request with a key may be answered. */
const ANY = ['invalid_api_key', 'insufficient_scope', 'internal_error', 'store_unavailable'] as const
/** What any request with a body may be answered besides. */
const WITH_BODY = [
  'malformed_json',
  'length_required',
  'content_too_large',
  'unsupported_media_type',
  'invalid_request',
] as const

type Operation = {
  scope: ApiScope
  operationId: string
  summary: string
  description?: string
  parameters?: object[]
  body?: { mediaType: string; schema: string; example: object }
  responses: Record<number, Response>
  refusals?: readonly DirectoryProblemCode[]
}

/** An operation that needs a key with `scope`. */
export const operation = ({ scope, body, responses, refusals = [], ...named }: Operation) => ({
  ...named,
  tags: [scope === 'verify' ? 'verify' : 'users'],
  security: [{ apiKey: [scope] }],
  ...(body && {
    requestBody: { required: true, content: { [body.mediaType]: { schema: ref(body.schema), example: body.example } } },
  }),
  responses: { ...responses, ...problems(...ANY, ...(body ? WITH_BODY : []), ...refusals) },
})

export const ok = (description: string, content: Record<string, unknown>, ...headers: HeaderName[]): Response => ({
  description,
  headers: headerRefs('X-Request-Id', ...headers),
  content,
})
export const done = (description: string): Response => ({ description, headers: headerRefs('X-Request-Id') })

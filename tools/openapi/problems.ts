import type { Problem, Problems } from '@registrar/shared/contract/problem'
import { type HeaderName, headerRefs } from './headers.ts'

export type Response = {
  description: string
  headers?: Record<string, unknown>
  content?: Record<string, unknown>
  links?: Record<string, unknown>
}

/** Statuses with Retry-After. */
const WITH_RETRY_AFTER = [429, 503]

type Options<P extends Problems> = {
  problems: P
  /** A real answer for each code. */
  examples: Readonly<Record<keyof P & string, Problem>>
  /** What the answers with a status carry besides. */
  headers?: Readonly<Record<number, HeaderName[]>>
}

/** Makes the answers of a service that refuse, one for each status, from the table of its problems. */
export const problemResponses =
  <P extends Problems>({ problems, examples, headers = {} }: Options<P>) =>
  (...codes: (keyof P & string)[]): Record<string, Response> => {
    const byStatus = Map.groupBy(codes, (code) => problems[code]!.status)
    return Object.fromEntries([...byStatus].map(([status, group]) => [status, response(status, group)]))

    function response(status: number, group: (keyof P & string)[]): Response {
      const retryAfter: HeaderName[] = WITH_RETRY_AFTER.includes(status) ? ['Retry-After'] : []
      return {
        description: group.map((code) => `${problems[code]!.title} (\`${code}\`).`).join(' '),
        headers: headerRefs('X-Request-Id', ...retryAfter, ...(headers[status] ?? [])),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { type: 'object', properties: { status: { const: status }, code: { enum: group } } },
              ],
            },
            examples: Object.fromEntries(group.map((code) => [code, { value: examples[code] }])),
          },
        },
      }
    }
  }

import { readFileSync } from 'node:fs'
import { HEADERS, headerRefs } from './headers.ts'
import type { Response } from './problems.ts'
import type { JsonSchema } from './schemas.ts'

/** The head of each of our documents. */
export function head(title: string, description: string) {
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>
  return {
    openapi: '3.1.1',
    info: { title, version, description, license: { name: license, identifier: license } },
    servers: [{ url: '/', description: 'The service that this document was read from.' }],
  }
}

export const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` })

/** JSON of a component's schema. */
export const json = (schema: string, examples: Record<string, unknown>) => ({
  'application/json': {
    schema: ref(schema),
    examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])),
  },
})

const HEALTH_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['ok', 'unavailable'] } },
  required: ['status'],
}

const OPENAPI_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { openapi: { type: 'string' }, info: { type: 'object' }, paths: { type: 'object' } },
  required: ['openapi', 'info', 'paths'],
}

type ProblemResponses = (...codes: 'internal_error'[]) => Record<string, Response>

/** The paths that every service of ours has. */
export const servicePaths = (problems: ProblemResponses) => ({
  '/livez': {
    get: {
      operationId: 'getLiveness',
      tags: ['service'],
      summary: 'Whether the process is running',
      responses: { 200: health('It lives.', 'ok'), ...problems('internal_error') },
    },
  },
  '/readyz': {
    get: {
      operationId: 'getReadiness',
      tags: ['service'],
      summary: 'Whether it is ready for requests',
      responses: {
        200: health('It is ready.', 'ok'),
        503: health('It is not: it is shutting down, or what it needs is unavailable.', 'unavailable'),
        ...problems('internal_error'),
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'getOpenapi',
      tags: ['service'],
      summary: 'This document',
      parameters: [
        {
          name: 'If-None-Match',
          in: 'header',
          description: 'An ETag from an earlier response.',
          schema: { type: 'string' },
        },
      ],
      responses: {
        200: {
          description: 'The document.',
          headers: headerRefs('X-Request-Id', 'ETag'),
          content: { 'application/json': { schema: OPENAPI_SCHEMA } },
        },
        304: { description: 'Not modified.', headers: headerRefs('X-Request-Id', 'ETag') },
        ...problems('internal_error'),
      },
    },
  },
})

const health = (description: string, status: string): Response => ({
  description,
  headers: headerRefs('X-Request-Id'),
  content: json('Health', { [status]: { status } }),
})

export const SERVICE_TAG = { name: 'service', description: 'Common to every service of Registrar.' }

export const components = (schemas: Record<string, JsonSchema>, methodNotAllowed: Response, more: object = {}) => ({
  schemas: { ...schemas, Health: HEALTH_SCHEMA },
  headers: HEADERS,
  responses: { MethodNotAllowed: methodNotAllowed },
  ...more,
})

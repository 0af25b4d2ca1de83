/** The headers of our answers, as components. */
export const HEADERS = {
  'X-Request-Id': {
    description: 'The id of the request: the one that the client sent, if it was well-formed, otherwise a new one.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{8,64}$' },
    required: true,
  },
  Location: {
    description: 'Path of the registration.',
    schema: { type: 'string', format: 'uri-reference' },
    required: true,
  },
  'Retry-After': {
    description: 'How many seconds to wait before the next request.',
    schema: { type: 'integer', minimum: 0 },
  },
  Allow: {
    description: 'The methods that this path supports.',
    schema: { type: 'string' },
    required: true,
  },
  ETag: {
    description: 'Names this version of the content, for If-None-Match and If-Match.',
    schema: { type: 'string' },
    required: true,
  },
  'WWW-Authenticate': {
    description: 'What the request lacks: a valid key, or a scope (RFC 6750).',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'How many more requests this client may make (`r`), and for how many seconds that holds (`t`).',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'How many requests a client may make (`q`) in how many seconds (`w`).',
    schema: { type: 'string' },
  },
} as const
export type HeaderName = keyof typeof HEADERS

/** References to headers, for an answer. */
export const headerRefs = (...names: HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

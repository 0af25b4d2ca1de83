/** What came of one attempt to deliver an event. `answer` is safe to log and to keep: nothing that the receiver wrote. */
export type Attempt = {
  /** A 2xx. */
  isDelivered: boolean
  /** The status, or in a word why there was none. */
  answer: string
  /** How long the receiver wants to be left alone, by its Retry-After. */
  retryAfterMs?: number | undefined
  /** 410: it wants no more of it. */
  isGone?: boolean
  /** Its address is a private one. */
  isBlocked?: boolean
}

/** The same in one word, of which there are five. */
export function resultOf({ isDelivered, isGone, isBlocked, answer }: Attempt) {
  if (isDelivered) return 'delivered'
  if (isGone) return 'gone'
  if (isBlocked) return 'blocked'
  return /^\d/.test(answer) ? 'bad_status' : 'no_answer'
}

const WORDS: Record<string, string> = {
  ERR_IP_BLOCKED: 'private address',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  UND_ERR_SOCKET: 'connection closed',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'name server unavailable',
  ETIMEDOUT: 'no connection',
  UND_ERR_CONNECT_TIMEOUT: 'no connection',
  EHOSTUNREACH: 'no route',
  ENETUNREACH: 'no route',
}

/** An attempt that got no answer: `error` is what undici rejected with. */
export function withoutAnswer(error: unknown): Attempt {
  if (error instanceof DOMException) return { isDelivered: false, answer: 'time-out' }
  const codes = [error, ...(error instanceof AggregateError ? error.errors : [])].map((fault) => fault?.code)
  const code = codes.find((candidate) => candidate in WORDS) ?? codes[0]
  const isBlocked = codes.includes('ERR_IP_BLOCKED')
  // Certificates and whatever else: the code, which Node or OpenSSL chose, never a message.
  const answer = isBlocked ? WORDS['ERR_IP_BLOCKED']! : (WORDS[code] ?? `${code ?? 'error'}`)
  return { isDelivered: false, answer, isBlocked }
}

import type { Agent } from 'undici'
import { request } from 'undici'
import { retryAfterMs } from '../schedule/retry-after.ts'
import { type Attempt, withoutAnswer } from './attempt.ts'
import { CLOUD_EVENT } from './cloud-event.ts'
import type { Signer } from './sign.ts'

/** From the first byte of the connection to the last of the answer that is read: Standard Webhooks asks for 15 to 30 s. */
const TIMEOUT_MS = 15_000

/** So much of an answer is read, and forgotten, to keep the connection; of a longer one the connection is closed. */
const MAX_ANSWER_BYTES = 64 * 1_024

type Message = { id: string; body: string; traceparent?: string | undefined }

/** Where a message goes, over which connections, and who signs it. */
export type Target = { url: string; agent: Agent; sign: Signer }

/** Posts one event, signed. Never throws: whatever happens is an attempt. Redirects are not followed. */
export async function post({ url, agent, sign }: Target, { id, body, traceparent }: Message): Promise<Attempt> {
  const overdue = new AbortController()
  const timer = setTimeout(() => overdue.abort(new DOMException('no answer in time', 'TimeoutError')), TIMEOUT_MS)
  const { signal } = overdue
  try {
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(url, {
      method: 'POST',
      headers: {
        'content-type': CLOUD_EVENT,
        'user-agent': 'Registrar-Webhooks/1.0',
        ...(traceparent && { traceparent }), // the receiver's work belongs to the trace that the sign-up began
        ...sign({ id, body, sentAt: new Date() }),
      },
      body,
      dispatcher: agent,
      signal,
    })
    await answer.dump({ limit: MAX_ANSWER_BYTES, signal }).catch(() => {}) // the status has said it all
    return {
      isDelivered: statusCode >= 200 && statusCode < 300,
      answer: `${statusCode}`,
      isGone: statusCode === 410,
      retryAfterMs: retryAfterMs(headers['retry-after']),
    }
  } catch (error) {
    return withoutAnswer(error)
  } finally {
    clearTimeout(timer) // or it would keep the request in memory until then
  }
}

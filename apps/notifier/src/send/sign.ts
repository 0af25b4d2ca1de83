import { createHmac } from 'node:crypto'
import { secretBytes } from '../endpoints/endpoint.ts'

/**
 * The headers of Standard Webhooks 1.0: one signature for each secret, so that receivers which know only the old or only
 * the new one accept it.
 */
export function signatureHeaders(
  { id, body, sentAt }: { id: string; body: string; sentAt: Date },
  secrets: string[],
): Record<string, string> {
  const timestamp = `${Math.floor(sentAt.getTime() / 1_000)}`
  const signatures = secrets.map((secret) => {
    const digest = createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')
    return `v1,${digest}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

import { createHmac, createSecretKey } from 'node:crypto'
import { secretBytes } from '../endpoints/endpoint.ts'

/** Signs messages: the headers of Standard Webhooks 1.0 for one of them. */
export type Signer = (message: { id: string; body: string; sentAt: Date }) => Record<string, string>

/**
 * One signature for each secret, so that receivers which know only the old or only the new one accept it. The keys are made
 * once: that costs as much as a signature.
 */
export function createSigner(secrets: string[]): Signer {
  const keys = secrets.map((secret) => createSecretKey(secretBytes(secret)))
  return ({ id, body, sentAt }) => {
    const timestamp = `${Math.floor(sentAt.getTime() / 1_000)}`
    const content = `${id}.${timestamp}.${body}`
    const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`)
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
  }
}

import { hash } from 'node:crypto'

/** A UUIDv5 (RFC 9562, 5.5): always the same one for a name within a namespace, which is a UUID itself. */
export function uuidV5(namespace: string, name: string): string {
  const digest = Buffer.from(
    hash('sha1', Buffer.concat([Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(name)]), 'buffer'),
  )
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

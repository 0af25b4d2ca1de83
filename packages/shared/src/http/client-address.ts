import type { BlockList } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { canonicalAddress, familyOf } from './ip-address.ts'

/** Who sends a request, seen through the proxies that are trusted and through no other. */
export type Client = { address: string; isHttps: boolean }

/**
 * Reads X-Forwarded-For from its right end, where the nearest proxy wrote, and stops at the first address that is not a
 * trusted proxy's: what stands further left, anybody may have sent. An entry that cannot be read ends the walk too: the
 * client then counts as the proxy that wrote it. X-Forwarded-Proto is believed likewise.
 */
export function createClientReader(trustedProxies: BlockList): (c: Context) => Client {
  const isTrusted = (address: string) => trustedProxies.check(address, familyOf(address))
  return (c) => {
    const direct = canonicalAddress(getConnInfo(c).remote.address ?? '') ?? ''
    if (!isTrusted(direct)) return { address: direct, isHttps: c.req.url.startsWith('https:') }
    let address = direct
    for (const entry of c.req.header('x-forwarded-for')?.split(',').reverse() ?? []) {
      const hop = addressIn(entry.trim())
      if (hop === undefined) break
      address = hop
      if (!isTrusted(hop)) break
    }
    return { address, isHttps: c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https' }
  }
}

/** An IPv4 address or an IPv6 address in brackets, each with or without a port. */
const ADDRESS_AND_PORT = /^(?:([\d.]+)|\[([^\]]+)\])(?::\d{1,5})?$/

/**
 * The address in one entry of X-Forwarded-For. It has no standard: proxies write the bare address, with a port as Azure's
 * do, or, as RFC 7239 section 6 has it for Forwarded, an IPv6 address in brackets and the whole in quotation marks.
 * Undefined for anything else, such as `unknown` and the obfuscated names of that section.
 */
function addressIn(entry: string): string | undefined {
  const written = /^"(.*)"$/.exec(entry)?.[1] ?? entry
  const [, ipv4, ipv6] = ADDRESS_AND_PORT.exec(written) ?? []
  return canonicalAddress(ipv4 ?? ipv6 ?? written)
}

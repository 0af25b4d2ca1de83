import { BlockList, isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { ConfigurationError } from '../process/environment.ts'

/** Who sends a request, seen through the proxies that are trusted and through no other. */
export type Client = { address: string; isHttps: boolean }

/**
 * Reads X-Forwarded-For from its right end, where the nearest proxy wrote, and stops at the first address that is not
 * a trusted proxy's: what stands further left, anybody may have sent. X-Forwarded-Proto is believed likewise.
 * `trustedProxies` are addresses or CIDR blocks. @throws ConfigurationError when one of them is neither
 */
export function createClientReader(trustedProxies: string[]): (c: Context) => Client {
  const trusted = blockListOf(trustedProxies)
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (c) => {
    const direct = plain(getConnInfo(c).remote.address ?? '')
    if (trustedProxies.length === 0 || !isTrusted(direct))
      return { address: direct, isHttps: c.req.url.startsWith('https:') }
    const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => plain(part.trim()))
    const chain = [...forwarded.filter((address) => isIP(address)), direct]
    const address = chain.findLast((hop) => !isTrusted(hop)) ?? chain[0]!
    return { address, isHttps: c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https' }
  }
}

/** A household or a server holds a whole IPv6 /64 and could use a new address for each request: they count as one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** An IPv4 address that came over an IPv6 socket is an IPv4 address. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')

function blockListOf(proxies: string[]): BlockList {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    try {
      if (prefix === undefined) list.addAddress(address, family)
      else list.addSubnet(address, Number(prefix), family)
    } catch {
      throw new ConfigurationError(
        `TRUSTED_PROXIES has "${proxy}"; it must be addresses or CIDR blocks with commas between, as in 10.0.0.0/8,::1.`,
      )
    }
  }
  return list
}

import { BlockList } from 'node:net'
import { listOf } from '../process/variables/list.ts'
import { quoted, Unusable } from '../process/variables/variable.ts'
import { canonicalAddress, familyOf } from './ip-address.ts'

type Range = { address: string; prefix: number; family: 'ipv4' | 'ipv6' }

/**
 * IP addresses and CIDR blocks. As in nginx and HAProxy the bits after the prefix do not count, so that 10.1.2.3/8, as
 * `ip address` prints it, means 10.0.0.0/8. An IPv4 block may be written as the IPv6 one that it is mapped to.
 */
export const trustedProxies = () =>
  listOf('IP addresses or CIDR blocks such as 10.0.0.0/8 or ::1', readRange).transform(blockListOf)

function readRange(text: string): Range | Unusable {
  const [, written = '', digits] = /^([^/%]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? []
  const address = canonicalAddress(written)
  if (address === undefined) return refused(text)
  const family = familyOf(address)
  const bits = family === 'ipv6' ? 128 : 32
  // An IPv4 address as the tail of ::ffff:0:0/96: what its prefix counts beyond 96 counts within the IPv4 address.
  const mappedBits = family === 'ipv4' && written.includes(':') ? 96 : 0
  const prefix = digits === undefined ? bits : Number(digits) - mappedBits
  return prefix >= 0 && prefix <= bits ? { address, prefix, family } : refused(text)
}

function refused(text: string): Unusable {
  const quotation = quoted(text)
  return new Unusable({ got: quotation && `has ${quotation}` })
}

function blockListOf(ranges: Range[]): BlockList {
  const list = new BlockList()
  for (const { address, prefix, family } of ranges) list.addSubnet(address, prefix, family)
  return list
}

import { BlockList } from 'node:net'

/**
 * What is no public unicast address, by the IANA special-purpose registries (RFC 6890), and the IPv6 ranges that carry an
 * IPv4 address within them, through which a private one could be reached. IPv4-mapped addresses (::ffff:0:0/96) are
 * compared as the IPv4 address that they are.
 */
const IPV4 = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, the metadata services of clouds among it
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
const IPV6 = [
  ['::', 96], // unspecified, loopback, and the deprecated IPv4-compatible addresses
  ['64:ff9b::', 96], // NAT64
  ['64:ff9b:1::', 48], // NAT64, local use
  ['100::', 64], // discard
  ['2001::', 32], // Teredo
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10], // site-local, deprecated
  ['ff00::', 8],
] as const

/** The addresses that an endpoint may not have unless it is allowed private ones. */
export function blockedAddresses(): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of IPV4) list.addSubnet(network, prefix, 'ipv4')
  for (const [network, prefix] of IPV6) list.addSubnet(network, prefix, 'ipv6')
  return list
}

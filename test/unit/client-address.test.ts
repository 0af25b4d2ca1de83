import { createClientReader } from '@registrar/shared/http/client-address'
import { networkOf } from '@registrar/shared/http/ip-address'
import { trustedProxies } from '@registrar/shared/http/trusted-proxies'
import { describe, expect, it } from 'vitest'

/** A request as it comes in from `remote`, in the few respects that are looked at. */
const from = (remote: string, headers: Record<string, string> = {}) =>
  ({
    env: { incoming: { socket: { remoteAddress: remote } } },
    req: { url: 'http://registrar/', header: (name: string) => headers[name] },
  }) as unknown as Parameters<ReturnType<typeof createClientReader>>[0]

const readerFor = (proxies: string) => createClientReader(trustedProxies().parse(proxies))
const behindProxy = (forwarded?: string) =>
  readerFor('10.0.0.0/8')(from('10.1.2.3', forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })).address

describe('the address of a client', () => {
  it.each<[string, string, string, string, string]>([
    ['nobody is trusted', '192.0.2.1', '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['the sender is no trusted proxy', '10.0.0.0/8', '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['IPv4 over an IPv6 socket', '10.0.0.0/8', '::ffff:10.1.2.3', '::ffff:203.0.113.9', '203.0.113.9'],
    ['the same in hexadecimal', '10.0.0.0/8', '::ffff:10.1.2.3', '::FFFF:CB00:7109', '203.0.113.9'],
    ['IPv6', '::1', '::1', '2001:db8::7', '2001:db8::7'],
    ['IPv6 in another spelling', '::1', '::1', '2001:DB8:0:0::0007', '2001:db8::7'],
    ['a link-local proxy', 'fe80::/10', 'fe80::1%eth0', '203.0.113.9', '203.0.113.9'],
  ])('%s', (_what, trusted, remote, forwarded, expected) => {
    expect(readerFor(trusted)(from(remote, { 'x-forwarded-for': forwarded })).address).toBe(expected)
  })

  it.each([
    ['one proxy', '203.0.113.9', '203.0.113.9'],
    ['two proxies', '203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['a client that lies about who it is', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['a client that calls itself a proxy', '10.7.7.7', '10.7.7.7'],
    ['rubbish further left', 'nonsense, , 203.0.113.9', '203.0.113.9'],
    ['no header', undefined, '10.1.2.3'],
    ['an empty header', '', '10.1.2.3'],
  ])('%s', (_what, forwarded, expected) => expect(behindProxy(forwarded)).toBe(expected))

  it.each([
    ['203.0.113.7:51', '203.0.113.7'],
    ['203.0.113.7:65535', '203.0.113.7'],
    ['"203.0.113.7:51"', '203.0.113.7'],
    ['"203.0.113.7"', '203.0.113.7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['"[2001:db8::7]:443"', '2001:db8::7'],
    ['"2001:db8::7"', '2001:db8::7'],
    ['[::ffff:203.0.113.7]:51', '203.0.113.7'],
    ['[fe80::1%eth0]:51', 'fe80::1'],
    ['203.0.113.7:51, 10.9.9.9:443', '203.0.113.7'],
    ['10.9.8.1, 203.0.113.7:5555', '203.0.113.7'],
  ])('is read out of %s, as proxies write it', (forwarded, expected) => {
    expect(behindProxy(forwarded)).toBe(expected)
  })

  it.each([
    'unknown',
    '_hidden',
    '"_hidden"',
    '-',
    '""',
    '',
    'proxy.example',
    '203.0.113.7:',
    '203.0.113.7:x',
    '203.0.113.7:123456',
    '203.0.113.7 10.9.9.9',
    '203.0.113.256',
    '0203.0.113.7',
    '"203.0.113.7',
    '[2001:db8::7',
    '2001:db8::7]',
    '[unknown]:80',
    'for=203.0.113.7',
    '\u0000',
  ])('is the proxy that wrote %j, for whom nobody further left speaks', (entry) => {
    expect(behindProxy(`203.0.113.9, 10.9.8.7, ${entry}`)).toBe('10.1.2.3')
    expect(behindProxy(`203.0.113.9, ${entry}, 10.9.8.7`)).toBe('10.9.8.7')
  })

  it('is https only where a trusted proxy says so', () => {
    const headers = { 'x-forwarded-proto': 'https' }
    expect(readerFor('10.0.0.0/8')(from('10.1.2.3', headers)).isHttps).toBe(true)
    expect(readerFor('10.0.0.0/8')(from('10.1.2.3', { 'x-forwarded-proto': 'http' })).isHttps).toBe(false)
    expect(readerFor('10.0.0.0/8')(from('198.51.100.7', headers)).isHttps).toBe(false)
  })
})

describe('the network that is counted', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

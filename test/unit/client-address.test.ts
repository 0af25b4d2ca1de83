import { createClientReader, networkOf } from '@registrar/shared/http/client-address'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { describe, expect, it } from 'vitest'

/** A request as it comes in from `remote`, in the few respects that are looked at. */
const from = (remote: string, headers: Record<string, string> = {}) =>
  ({
    env: { incoming: { socket: { remoteAddress: remote } } },
    req: { url: 'http://registrar/', header: (name: string) => headers[name] },
  }) as unknown as Parameters<ReturnType<typeof createClientReader>>[0]

describe('the address of a client', () => {
  it.each<[string, string[], string, string | undefined, string]>([
    ['nobody is trusted', [], '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['the sender is no trusted proxy', ['10.0.0.0/8'], '198.51.100.7', '203.0.113.9', '198.51.100.7'],
    ['one proxy', ['10.0.0.0/8'], '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['two proxies', ['10.0.0.0/8'], '10.1.2.3', '203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['a client that lies about who it is', ['10.0.0.0/8'], '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['a client that calls itself a proxy', ['10.0.0.0/8'], '10.1.2.3', '10.7.7.7', '10.7.7.7'],
    ['rubbish in the header', ['10.0.0.0/8'], '10.1.2.3', 'nonsense, , 203.0.113.9', '203.0.113.9'],
    ['no header', ['10.0.0.0/8'], '10.1.2.3', undefined, '10.1.2.3'],
    ['IPv4 over an IPv6 socket', ['10.0.0.0/8'], '::ffff:10.1.2.3', '::ffff:203.0.113.9', '203.0.113.9'],
    ['IPv6', ['::1'], '::1', '2001:db8::7', '2001:db8::7'],
  ])('%s', (_what, trusted, remote, forwarded, expected) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    expect(createClientReader(trusted)(from(remote, headers)).address).toBe(expected)
  })

  it('is https only where a trusted proxy says so', () => {
    const headers = { 'x-forwarded-proto': 'https' }
    expect(createClientReader(['10.0.0.0/8'])(from('10.1.2.3', headers)).isHttps).toBe(true)
    expect(createClientReader(['10.0.0.0/8'])(from('10.1.2.3', { 'x-forwarded-proto': 'http' })).isHttps).toBe(false)
    expect(createClientReader(['10.0.0.0/8'])(from('198.51.100.7', headers)).isHttps).toBe(false)
    expect(createClientReader([])(from('10.1.2.3', headers)).isHttps).toBe(false)
  })

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0', 'x/8'])('TRUSTED_PROXIES=%s stops the start', (proxy) => {
    expect(() => createClientReader([proxy])).toThrow(ConfigurationError)
    expect(() => createClientReader([proxy])).toThrow(/must be addresses or CIDR blocks/)
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

import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, type LookupFunction, setDefaultAutoSelectFamily } from 'node:net'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { blockedAddresses } from '../../apps/notifier/src/send/blocked-addresses.ts'
import { demandBlocking } from '../../apps/notifier/src/send/demand-blocking.ts'
import { createEndpointAgent } from '../../apps/notifier/src/send/endpoint-agent.ts'

// Each would be reached, if it were not refused, or would fail in another way: what counts is that no packet is sent.
const PRIVATE_HOSTS = [
  ['a loopback address', '127.0.0.1'],
  ['another loopback address', '127.255.0.9'],
  ['a name', 'localhost'],
  ['IPv6 loopback', '[::1]'],
  ['unspecified', '0.0.0.0'],
  ['IPv6 unspecified', '[::]'],
  ['decimal', '2130706433'],
  ['hexadecimal', '0x7f000001'],
  ['octal', '0177.0.0.1'],
  ['short', '127.1'],
  ['IPv4-mapped', '[::ffff:127.0.0.1]'],
  ['IPv4-mapped in hexadecimal', '[::ffff:7f00:1]'],
  ['IPv4-compatible', '[::7f00:1]'],
  ['NAT64', '[64:ff9b::7f00:1]'],
  ['NAT64, local use', '[64:ff9b:1::7f00:1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['Teredo', '[2001:0:7f00:1::]'],
  ['metadata of a cloud', '169.254.169.254'],
  ['10/8', '10.0.0.1'],
  ['172.16/12', '172.31.255.255'],
  ['192.168/16', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unique local', '[fd00::1]'],
  ['IPv6 link-local', '[fe80::1]'],
  ['site-local', '[fec0::1]'],
] as const

let reached = 0
const server = createServer((_, response) => {
  reached++
  response.end()
})
let port: number
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

async function codeOf(url: string, options: { lookup?: LookupFunction; allowed?: boolean } = {}) {
  const { lookup, allowed } = options
  const agent = createEndpointAgent({
    connections: 1,
    blocked: allowed ? undefined : blockedAddresses(),
    ...(lookup && { lookup }),
  })
  try {
    const { statusCode } = await request(url, { dispatcher: agent })
    return statusCode
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await agent.destroy()
  }
}

describe('an endpoint without allowPrivateAddresses', () => {
  describe.each(['http', 'https'])('over %s', (scheme) => {
    it.each(PRIVATE_HOSTS)('does not reach %s: %s', async (_, host) => {
      expect(await codeOf(`${scheme}://${host}:${port}/`)).toBe('ERR_IP_BLOCKED')
      expect(reached).toBe(0)
    })

    describe.each([[true], [false]])('with happy eyeballs %s', (isOn) => {
      afterEach(() => setDefaultAutoSelectFamily(true))

      it.each([
        ['one private address', [['127.0.0.1', 4]]],
        [
          'private addresses of both families',
          [
            ['127.0.0.1', 4],
            ['::1', 6],
          ],
        ],
        ['a mapped address', [['::ffff:127.0.0.1', 6]]],
      ] as const)('does not reach a public name that resolves to %s', async (_, addresses) => {
        setDefaultAutoSelectFamily(isOn)
        const lookup: LookupFunction = (_name, { all }, callback) =>
          all
            ? callback(
                null,
                addresses.map(([address, family]) => ({ address, family })),
              )
            : callback(null, addresses[0][0], addresses[0][1])

        expect(await codeOf(`${scheme}://shop.example:${port}/`, { lookup })).toBe('ERR_IP_BLOCKED')
        expect(reached).toBe(0)
      })
    })
  })

  it('does not reach a name that is rebound to a private address after the first connection', async () => {
    let asked = 0
    const lookup: LookupFunction = (_name, { all }, callback) => {
      const address = asked++ === 0 ? '192.0.2.1' : '127.0.0.1' // both are blocked: neither may be connected to
      all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4)
    }
    const agent = createEndpointAgent({ connections: 1, blocked: blockedAddresses(), lookup })
    for (const _ of [1, 2])
      await expect(request(`http://shop.example:${port}/`, { dispatcher: agent })).rejects.toMatchObject({
        code: 'ERR_IP_BLOCKED',
      })
    await agent.destroy()

    expect(asked).toBe(2)
    expect(reached).toBe(0)
  })
})

describe('an endpoint with allowPrivateAddresses', () => {
  afterAll(() => {
    reached = 0
  })

  it('reaches this machine', async () => {
    expect(await codeOf(`http://localhost:${port}/`, { allowed: true })).toBe(200)
  })

  it('leaves no connection behind that one without it could use', async () => {
    const open = createEndpointAgent({ connections: 1 })
    await (await request(`http://127.0.0.1:${port}/`, { dispatcher: open })).body.dump()

    expect(await codeOf(`http://127.0.0.1:${port}/`)).toBe('ERR_IP_BLOCKED')
    await open.destroy()
  })
})

it('a notifier finds that this Node keeps it away from private addresses', async () => {
  await expect(demandBlocking()).resolves.toBeUndefined()
})

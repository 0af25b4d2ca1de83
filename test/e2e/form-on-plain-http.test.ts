import { describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { postFormTo, takeForm } from '../support/http/form.ts'
import { freshName } from '../support/names.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'
import { queued } from '../support/redis/queued.ts'

const registrar = sharedRegistrar({ workers: 0 })

const waiting = () => queued(registrar.redis.url)

describe('on plain http, at another address than loopback', () => {
  /** The status that a good form gets which comes with `headers`, at a gateway that is addressed as `host`. */
  async function sendTo(host: string, headers: Record<string, string | undefined>) {
    const { cookie, token } = await takeForm(registrar.url)
    return postFormTo(host, registrar.url, { username: freshName(), password: PASSWORD, token }, { cookie, ...headers })
  }
  const host = '192.168.1.20:3000'

  it.each<[string, string, Record<string, string>]>([
    ['without JavaScript, where no-referrer makes the origin null', host, { origin: 'null' }],
    ['by IPv6, without JavaScript', '[2001:db8::7]:3000', { origin: 'null' }],
    ['by name, without JavaScript', 'signup.example', { origin: 'null' }],
    ['with JavaScript', host, { origin: 'http://192.168.1.20:3000' }],
    ['through a proxy that adds a port to Host', 'signup.example:8080', { origin: 'http://signup.example' }],
    ['through a proxy that leaves out the port', 'signup.example', { origin: 'http://signup.example:8080' }],
    ['in capitals', 'Signup.Example', { origin: 'http://signup.example' }],
    [
      'through a proxy that rewrites Host and says so',
      'gateway:3000',
      { origin: 'http://signup.example', 'x-forwarded-host': 'signup.example' },
    ],
    ['through a proxy that rewrites Host, without JavaScript', 'gateway:3000', { origin: 'null' }],
    ['through a proxy on the same machine, without JavaScript', '127.0.0.1:3000', { origin: 'null' }],
    [
      'through a proxy that rewrites Host, by the script of the page',
      'gateway:3000',
      { origin: 'http://signup.example', 'x-requested-with': 'fetch' },
    ],
    [
      'through a proxy that rewrites Host, on https',
      'gateway:3000',
      { origin: 'https://signup.example', 'sec-fetch-site': 'same-origin' },
    ],
  ])('a form is accepted %s', async (_how, host, headers) => {
    expect(await sendTo(host, headers)).toBe(303)
  })

  it.each<[string, Record<string, string | undefined>]>([
    ['another site', { origin: 'http://evil.example' }],
    ['another site, which ends like ours', { origin: 'http://192.168.1.20.evil.example' }],
    [
      'another site, with a proxy that says its Host',
      { origin: 'http://evil.example', 'x-forwarded-host': 'signup.example' },
    ],
    ['another site, as its browser says', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['another site, whose browser sends no cookie along', { origin: 'null', cookie: undefined }],
    ['what is no origin', { origin: 'garbage' }],
  ])('a form is refused from %s', async (_whence, headers) => {
    const before = await waiting()
    expect(await sendTo(host, headers)).toBe(403)
    expect(await waiting()).toBe(before)
  })
})

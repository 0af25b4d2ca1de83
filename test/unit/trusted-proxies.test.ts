import { familyOf } from '@registrar/shared/http/ip-address'
import { trustedProxies } from '@registrar/shared/http/trusted-proxies'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { expect, it } from 'vitest'
import { z } from 'zod'

const Settings = z.object({ TRUSTED_PROXIES: trustedProxies() })
const read = (text: string) => parseEnvironment(Settings, { TRUSTED_PROXIES: text }).TRUSTED_PROXIES

it.each<[string, { inside: string[]; outside: string[] }]>([
  ['10.0.0.1', { inside: ['10.0.0.1'], outside: ['10.0.0.2', '::1'] }],
  ['10.0.0.0/8', { inside: ['10.255.255.255'], outside: ['11.0.0.0', '9.255.255.255'] }],
  ['10.1.2.3/8', { inside: ['10.200.0.1'], outside: ['11.0.0.0'] }],
  ['0.0.0.0/0', { inside: ['203.0.113.7'], outside: ['2001:db8::1'] }],
  ['10.0.0.0/8, ::1,fd00::/8', { inside: ['10.0.0.1', '::1', 'fd12::1'], outside: ['::2', 'fe00::1'] }],
  ['::ffff:10.0.0.0/104', { inside: ['10.9.9.9'], outside: ['11.0.0.0'] }],
  ['::ffff:a00:1', { inside: ['10.0.0.1'], outside: ['10.0.0.2'] }],
])('%s is what it says', (text, { inside, outside }) => {
  const proxies = read(text)
  for (const address of inside) expect(proxies.check(address, familyOf(address)), address).toBe(true)
  for (const address of outside) expect(proxies.check(address, familyOf(address)), address).toBe(false)
})

it.each([
  '10.0.0.0/',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '10.0.0.0/255.0.0.0',
  '10.0.0.0/1e1',
  '10.0.0.0/0x8',
  '10.0.0.0/ 8',
  '10.0.0.0 /8',
  '10.0.0.0-10.0.0.255',
  '10.0.0.*',
  '10.0.0',
  '010.0.0.1',
  '10.0.0.1:80',
  '[::1]',
  '::1/129',
  '::/',
  'fe80::1%eth0',
  '::ffff:0:0/95',
  '/8',
  '*',
  'loopback',
  'proxy.example',
  '10.0.0.0/8 192.168.0.0/16',
])('%s is refused with the fix: nobody else is trusted by mistake', (entry) => {
  expect(() => read(`127.0.0.1,${entry}`)).toThrow(
    `TRUSTED_PROXIES has "${entry}"; it must be IP addresses or CIDR blocks such as 10.0.0.0/8 or ::1, separated by commas.`,
  )
})

it.each(['10.0.0.0/8,', ',', '10.0.0.0/8,,::1'])('%s is refused for its empty entry', (text) => {
  expect(() => read(text)).toThrow(/^TRUSTED_PROXIES has an empty entry; it must be IP addresses/)
})

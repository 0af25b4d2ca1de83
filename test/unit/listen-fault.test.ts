import { expect, it } from 'vitest'
import { listenFault } from '../../apps/gateway/src/http/listen-fault.ts'

it.each([
  ['EADDRINUSE', 'Port 80 on ::1 is taken; stop what listens there, or set PORT to another.'],
  ['EACCES', 'Port 80 may not be used by this user; set PORT to one above 1023.'],
  ['EADDRNOTAVAIL', 'HOST is "::1", which is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all.'],
  ['ENOTSUP', 'This system cannot spread one port over several gateways (Linux and FreeBSD can); set GATEWAYS to 1.'],
  ['EMFILE', 'Cannot listen on ::1:80: the system says'],
])('a port that cannot be listened on (%s) is one sentence with its mend', (code, sentence) => {
  const error = Object.assign(new Error('the system says'), { code })
  expect(listenFault(error, '::1', 80).message).toBe(sentence)
})

import { listenFault } from '@registrar/shared/http/listen-fault'
import { expect, it } from 'vitest'

it.each([
  ['EADDRINUSE', 'Port 80 on ::1 is in use; stop what listens there, or set PORT to another.'],
  ['EACCES', 'Port 80 may not be used by this user; set PORT to one above 1023.'],
  ['EADDRNOTAVAIL', 'HOST is "::1", which is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all.'],
  ['EAI_AGAIN', 'HOST is "::1", which is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all.'],
  ['ENOTSUP', 'This system cannot share one port among several processes (Linux and FreeBSD can); set GATEWAYS to 1.'],
  ['EMFILE', 'Cannot listen on ::1:80 (HOST and PORT): the system says'],
])('a port that cannot be listened on (%s) is one sentence that names the fix', (code, sentence) => {
  const error = Object.assign(new Error('the system says'), { code })
  expect(listenFault(error, '::1', 80, { host: 'HOST', port: 'PORT', processes: 'GATEWAYS' }).message).toBe(sentence)
})

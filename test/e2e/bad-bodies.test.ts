import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Pool } from 'undici'
import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const manyFields = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`field${n}`, n]))

/** What broken and hostile clients send, and the status that each is answered with. */
const BAD: [number, Buffer, Record<string, string>?][] = [
  [400, Buffer.from('{"username":"ada","username":"bob"}')],
  [400, Buffer.from(`${'['.repeat(8_000)}${']'.repeat(8_000)}`)],
  [422, Buffer.from(`{"username":${'['.repeat(8_000)}${']'.repeat(8_000)}}`)],
  [422, Buffer.from(`{"__proto__":{"admin":true},"username":"ada","password":"${PASSWORD}"}`)],
  [422, json(manyFields)],
  [422, json({ username: 7, password: true })],
  [422, json({ username: { $ne: null }, password: [{ $gt: '' }] })],
  [400, Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])],
  [400, Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
  [413, Buffer.alloc(16 * 1024 + 1, 0x78)],
  [415, gzipSync('{}'), { 'content-encoding': 'gzip' }],
  [415, json({}), { 'content-type': 'application/json; charset=utf-16' }],
  [422, json({ username: 'a'.repeat(8_000), password: 'é'.repeat(3_000) })],
]

it('100,000 bad bodies get their refusals, never a 500, and leave the memory of the gateway where it was', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { url, child } = registrar.gateway
  const pool = new Pool(url, { connections: 32 })
  const send = async ([, body, headers]: (typeof BAD)[number]) => {
    const all = { 'content-type': 'application/json', ...headers }
    const answer = await pool.request({ method: 'POST', path: '/register', headers: all, body })
    await answer.body.dump()
    return answer.statusCode
  }
  const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1_024

  for (const bad of BAD) expect(await send(bad)).toBe(bad[0])
  const wrong = new Map<string, number>()
  let sent = 0
  const sendUntil = async (end: number) => {
    while (sent < end) {
      const bad = BAD[sent++ % BAD.length]!
      const status = await send(bad).catch((error: NodeJS.ErrnoException) => error.code)
      if (status !== bad[0]) wrong.set(`${bad[0]} ${status}`, 1)
    }
  }
  const inParallel = (end: number) => Promise.all(Array.from({ length: 32 }, () => sendUntil(end)))
  await inParallel(50_000) // the heap finds its size
  const halfwayMb = residentMb()
  await inParallel(100_000)
  expect([...wrong.keys()]).toEqual([])
  expect(residentMb() - halfwayMb).toBeLessThan(25)
  await pool.destroy()
}, 400_000)

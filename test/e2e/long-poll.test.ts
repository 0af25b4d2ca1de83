import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, completedBy } from '../support/http/client.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startWorker } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const { create } = storeEngines[0]!

it('long polls are woken by the outcome, hold no connection to Redis and ask it nothing while they wait', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway, redis, variables } = registrar
  const client = new Redis(redis.url)
  const jobId = await accepted(gateway.url, 'ada')
  const connections = async () => String(await client.client('LIST')).split('\n').length
  const before = await connections()

  const polls = Array.from({ length: 100 }, () => fetch(`${gateway.url}/register/${jobId}?wait=30`))
  const commands = async () => Number(/total_commands_processed:(\d+)/.exec(await client.info('stats'))![1])
  await eventually('all of them have read once', async () => {
    const reads = Number(/cmdstat_hmget:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? 0)
    return reads >= 100
  })
  expect(await connections()).toBe(before)
  const commandsBefore = await commands()
  expect((await commands()) - commandsBefore).toBe(1) // this look itself

  await using _worker = await startWorker(variables)
  const answers = await Promise.all(polls.map(async (poll) => (await (await poll).json()) as { status: string }))
  const answeredAt = Date.now()
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['completed']))
  const { finishedAt } = await completedBy(gateway.url, jobId)
  expect(answeredAt - Date.parse(finishedAt)).toBeLessThan(15_000) // by the announcement, not by the end of the wait
  client.disconnect()
})

it('a long poll answers with the current state when its time is over, and when the gateway shuts down', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway } = registrar
  const jobId = await accepted(gateway.url, 'ada')

  const short = await fetch(`${gateway.url}/register/${jobId}?wait=1`)
  expect(await short.json()).toMatchObject({ status: 'queued' })
  expect(short.headers.get('retry-after')).toBe('1')
  expect(short.headers.get('cache-control')).toBe('no-store')

  const waiting = fetch(`${gateway.url}/register/${jobId}?wait=30`)
  const client = new Redis(registrar.redis.url)
  await eventually('it waits', async () => {
    const reads = Number(/cmdstat_hmget:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? 0)
    return reads >= 3
  })
  client.disconnect()
  gateway.child.kill('SIGTERM')
  expect(await (await waiting).json()).toMatchObject({ status: 'queued' })
  expect(await gateway.exited).toBe(0)
})

it.each(['abc', '-1', '', '1e9'])('?wait=%s does not wait', async (wait) => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const jobId = await accepted(registrar.gateway.url, 'ada')
  const answer = await fetch(`${registrar.gateway.url}/register/${jobId}?wait=${wait}`)
  expect(await answer.json()).toMatchObject({ status: 'queued' })
})

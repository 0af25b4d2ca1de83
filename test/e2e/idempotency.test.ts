import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { untilDone } from '../faults/promise.ts'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { type ServiceProcess, startGateway } from '../support/processes/service-process.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const registrar = sharedRegistrar()
let otherGateway: ServiceProcess
let redis: Redis
beforeAll(async () => {
  otherGateway = await startGateway(registrar.variables)
  redis = new Redis(registrar.redis.url, { retryStrategy: () => 20, maxRetriesPerRequest: null })
  redis.on('error', () => {})
})
afterAll(async () => {
  redis.disconnect()
  await otherGateway[Symbol.asyncDispose]()
})

const withKey = (key: string) => ({ 'idempotency-key': `"${key}"` })
const send = (key: string, username: string, password = PASSWORD, url = registrar.url) =>
  register(url, { username, password }, withKey(key))
const locatedJobId = async (response: Response) => {
  const jobId = await jobIdOf(response)
  expect(response.headers.get('location')).toBe(`/register/${jobId}`)
  return jobId
}
const recordsOfKeys = async () => {
  const keys = await redis.keys('registrar:*:idempotency:*')
  return Promise.all(keys.map(async (key) => [key, await redis.hgetall(key), await redis.ttl(key)] as const))
}

describe('an Idempotency-Key', () => {
  it('makes one job of a hundred requests at once, through two gateways', async () => {
    const name = freshName()
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        send(`at-once-${name}`, name, PASSWORD, n % 2 ? otherGateway.url : registrar.url),
      ),
    )
    const jobIds = new Set(await Promise.all(responses.map(locatedJobId)))
    expect(jobIds.size).toBe(1)
    const [jobId] = jobIds
    expect(await outcomeOf(registrar.url, jobId!)).toMatchObject({ status: 'completed' })
    expect((await registrar.store.rows()).filter((row) => row.username === name)).toHaveLength(1)
  })

  it('gives the same answer after the end, after another gateway and after a crash of Redis', async () => {
    const name = freshName()
    const jobId = await locatedJobId(await send(name, name))
    const outcome = await outcomeOf(registrar.url, jobId)
    expect(await locatedJobId(await send(name, name))).toBe(jobId)
    expect(await locatedJobId(await send(name, name, PASSWORD, otherGateway.url))).toBe(jobId)
    await registrar.redis.kill()
    await registrar.redis.restart()
    const again = await eventually('it accepts again', async () => {
      const answer = await send(name, name)
      return answer.status !== 503 && answer
    })
    expect(await locatedJobId(again)).toBe(jobId)
    expect(await outcomeOf(registrar.url, jobId)).toEqual(outcome)
  })

  it('completes what a first attempt that died between its steps has begun', async () => {
    const name = freshName()
    const jobId = await locatedJobId(await send(name, name))
    await outcomeOf(registrar.url, jobId)
    await untilDone(registrar.redis.url, [jobId])
    await redis.del(`registrar:{register}:outcome:${jobId}`) // as if the job had never been added
    expect(await locatedJobId(await send(name, name))).toBe(jobId)
    expect(await outcomeOf(registrar.url, jobId)).toMatchObject({ status: 'completed', jobId })
  })

  it.each(['another name', 'another password'])('with %s is 422 idempotency_key_reused', async (what) => {
    const name = freshName()
    await locatedJobId(await send(name, name))
    const reused = what === 'another name' ? await send(name, freshName()) : await send(name, name, `${PASSWORD}!`)
    expect(reused.status).toBe(422)
    expect(reused.headers.get('content-type')).toBe('application/problem+json')
    expect(await reused.json()).toMatchObject({ code: 'idempotency_key_reused' })
  })

  it('is not bound by a request that was refused', async () => {
    const name = freshName()
    expect((await send(name, name, 'short')).status).toBe(422)
    await locatedJobId(await send(name, name))
  })

  it.each(['unquoted', '""', `"${'x'.repeat(256)}"`, '"with space"', '"tab\there"', '"open', '"a","b"', "'single'"])(
    'that is %j is 400 invalid_idempotency_key',
    async (header) => {
      const response = await register(
        registrar.url,
        { username: freshName(), password: PASSWORD },
        { 'idempotency-key': header },
      )
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'invalid_idempotency_key' })
    },
  )

  it('of 255 characters, with escapes, is accepted', async () => {
    const name = freshName()
    await locatedJobId(await send('x'.repeat(255), name))
    await locatedJobId(await send(`with \\"quotes\\"`.replace(' ', ''), freshName()))
  })

  it('keeps no key, name or password in its records, which expire with the outcome', async () => {
    const name = freshName()
    await locatedJobId(await send(`visible-${name}`, name))
    const records = await recordsOfKeys()
    expect(records.length).toBeGreaterThan(0)
    for (const [, , ttl] of records) {
      expect(ttl).toBeGreaterThan(86_000)
      expect(ttl).toBeLessThanOrEqual(86_400)
    }
    const text = JSON.stringify(records)
    for (const clear of [name, PASSWORD, 'visible-']) expect(text).not.toContain(clear)
  })
})

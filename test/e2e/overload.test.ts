import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startWorker } from '../support/processes/service-process.ts'
import { queued } from '../support/redis/queued.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const { create } = storeEngines[0]!
const signUp = (url: string) => register(url, { username: freshName(), password: PASSWORD })

describe('a full backlog', () => {
  it('refuses what is over the limit before anything is written, and affects nothing else', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0, variables: { MAX_BACKLOG: '20' } })
    const { url } = registrar.gateway
    const answers = await Promise.all(Array.from({ length: 100 }, () => signUp(url)))
    const accepted = answers.filter(({ status }) => status === 202)
    const refused = answers.filter(({ status }) => status === 503)
    expect(accepted).toHaveLength(20) // one gateway alone never goes over it
    expect(refused).toHaveLength(80)
    for (const answer of refused) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(await answer.json()).toMatchObject({ code: 'overloaded' })
      const seconds = Number(answer.headers.get('retry-after'))
      expect(seconds).toBeGreaterThanOrEqual(5)
      expect(seconds).toBeLessThanOrEqual(600)
    }
    expect(await queued(registrar.redis.url)).toBe(20)

    const jobId = await jobIdOf(accepted[0]!)
    expect((await fetch(`${url}/register/${jobId}`)).status).toBe(200)
    expect((await fetch(`${url}/register`)).status).toBe(200)
    await using _worker = await startWorker(registrar.variables)
    expect(await outcomeOf(url, jobId)).toMatchObject({ status: 'completed' })
    await eventually('there is room again', async () => (await signUp(url)).status === 202)
  })

  it('a client that keeps to Retry-After gets in, refused a few times at the most, with five times the room asked for', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 2, variables: { MAX_BACKLOG: '60' } })
    const { url } = registrar.gateway
    // Retry-After needs to know how fast the queue drains.
    await Promise.all(Array.from({ length: 60 }, () => signUp(url)))
    await eventually('half of them are done', async () => (await store.rows()).length > 30)

    const obedient = async () => {
      for (let refusals = 0; ; refusals++) {
        const answer = await signUp(url)
        if (answer.status === 202) return refusals
        expect(answer.status).toBe(503)
        await delay(Number(answer.headers.get('retry-after')) * 1_000) // as Retry-After asks
      }
    }
    const refusals = await Promise.all(Array.from({ length: 300 }, obedient))
    expect(Math.max(...refusals)).toBeLessThanOrEqual(5)
    expect(refusals.some((count) => count > 0)).toBe(true)
  })
})

import type { CompletedRegistration } from '@registrar/shared/contract/registration'
import { describe, expect, it } from 'vitest'
import { CHEAP_HASHES } from '../support/hashes/cheap-hashes.ts'
import { insistOn, outcomeOf } from '../support/http/client.ts'
import { inMixedCase } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

describe.each(storeEngines)('a name on $name', ({ create }) => {
  it('is given once: of 1,000 who ask for it at the same time, in any case, one gets it', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 4, variables: CHEAP_HASHES })
    const { url } = registrar.gateway

    const jobIds = await Promise.all(Array.from({ length: 1_000 }, () => insistOn(url, inMixedCase('wanted-by-all'))))
    const registrations = await Promise.all(jobIds.map((jobId) => outcomeOf(url, jobId, 240_000)))

    const ends = Object.groupBy(registrations, ({ status }) => status)
    expect(Object.keys(ends).sort()).toEqual(['completed', 'rejected'])
    expect(ends['completed']).toHaveLength(1)
    expect(ends['rejected']).toHaveLength(999)
    const { userId, jobId } = ends['completed']![0] as CompletedRegistration
    expect(await store.rows()).toMatchObject([{ _id: userId, jobId, usernameKey: 'wanted-by-all' }])
  }, 300_000)
})

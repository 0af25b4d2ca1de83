import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { outcomeOf } from '../support/http/client.ts'
import { measuredRegistrar } from '../support/processes/measured-registrar.ts'

describe('the metrics of hashing', () => {
  const measured = measuredRegistrar()

  it('never have more hashes in flight than WORKER_CONCURRENCY, and time each without its wait for a thread', async () => {
    const before = await measured.ofWorker()
    const startedAt = performance.now()
    const jobIds = await Promise.all(Array.from({ length: 12 }, () => measured.signUp()))
    const seen: number[] = []
    const watching = eventually('all have ended', async () => {
      const page = await measured.ofWorker()
      seen.push(page.sum('registrar_hashes_in_flight')!)
      return (
        page.sum('registrar_hash_duration_seconds_count')! >= before.sum('registrar_hash_duration_seconds_count')! + 12
      )
    })
    for (const jobId of jobIds) await outcomeOf(measured.gateway.url, jobId)
    await watching
    const elapsedSeconds = (performance.now() - startedAt) / 1_000
    const hashed = (await measured.ofWorker()).sum('registrar_hash_duration_seconds_sum')!
    expect(Math.max(...seen)).toBe(1)
    // One thread: all hashes together cannot have taken longer than the clock on the wall.
    expect(hashed - before.sum('registrar_hash_duration_seconds_sum')!).toBeLessThan(elapsedSeconds)
  })
})

import { outcomeOf } from '../../support/http/client.ts'
import { npmStart } from '../../support/processes/npm-start.ts'

/** Starts Registrar on `dataDir` once more and returns how many of these registrations are not completed by it. */
export async function untilAllCompleted(dataDir: string, jobIds: string[]): Promise<number> {
  await using registrar = npmStart({ DATA_DIR: dataDir, WORKERS: '2', RATE_LIMIT_PER_MINUTE: '0' })
  const url = await registrar.running()
  let lost = 0
  for (const jobId of jobIds) {
    const { status } = await outcomeOf(url, jobId).catch(() => ({ status: 'unknown' }))
    if (status !== 'completed') lost++
  }
  return lost
}

import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const SAMPLE_EVERY_MS = 250

/** Resident memory of a process in MB (10^6 bytes). */
async function residentMb(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', `${pid}`])
  return (Number(stdout) * 1_024) / 1e6
}

/** Samples of a process's resident memory until `work` settles. */
export async function residentDuring(pid: number, work: Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  let over = false
  const ended = work.finally(() => {
    over = true
  })
  while (!over) {
    samples.push(await residentMb(pid))
    await delay(SAMPLE_EVERY_MS)
  }
  await ended
  return samples
}

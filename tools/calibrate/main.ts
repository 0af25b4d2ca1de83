import { availableParallelism } from 'node:os'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { z } from 'zod'
import { WorkerConfig } from '../../apps/worker/src/config.ts'
import { commandOptions } from '../command-options.ts'
import { advice, DISTURBED, nameOf, warning } from './advice.ts'
import { type Candidate, candidates, fits } from './fit.ts'
import { hashesPerSecond } from './measure.ts'
import { type Row, table, wasDisturbed } from './table.ts'

const HELP = `npm run calibrate -- [--ms 50]

Measures this machine with the engine that its workers use (ARGON2_ENGINE) and proposes argon2id parameters that are
never weaker than OWASP's: each of OWASP's sets, with as much memory as a hash of about --ms milliseconds allows.
For each it shows the hashes per second and the memory they take together, from one hash at a time to one per core.

It takes about half a minute. Run it while the machine is idle.`

const Options = z.object({ ms: wholeNumber({ min: 1, max: 500 }).default(50) })

/** How long hashes/s are measured: at most this long for all candidates together, and at most this many times --ms for one. */
const THROUGHPUT_MS = 15_000
const TIMES_MS = 50

/** Of the free memory: the rest is for Redis, the store and whatever else runs. */
const MEMORY_SHARE = 0.5

// Hashes run on libuv's threads, four by default; the number has to be set before the first one starts.
const cores = availableParallelism()
process.env['UV_THREADPOOL_SIZE'] = `${cores}`

await startOrExplain(async () => {
  const options = commandOptions(Options, HELP)
  if (options) await calibrate(options.ms)
})

async function calibrate(ms: number): Promise<void> {
  const { ARGON2_ENGINE: engine } = parseEnvironment(WorkerConfig.pick({ ARGON2_ENGINE: true }), process.env)
  const mostKib = (process.availableMemory() * MEMORY_SHARE) / 1_024 / cores
  const limits = { ms, mostKib, engine }
  const measured: Candidate[] = []
  for await (const candidate of candidates(limits)) {
    console.error(`${nameOf(candidate.parameters)}: ${candidate.ms.toFixed(1)} ms`)
    measured.push(candidate)
  }

  const fast = measured.filter((candidate) => fits(candidate, limits))
  const shown = fast.length > 0 ? fast : measured
  const rows = await throughputs(shown, ms)
  console.log(`\nargon2id by ${shown[0]!.hasher.engine} on ${cores} cores\n\n${table(rows)}\n`)
  if (rows.some(wasDisturbed)) console.log(DISTURBED)
  console.log(fast.length > 0 ? advice(fast[0]!, ms) : warning(measured, ms))
}

async function throughputs(shown: Candidate[], ms: number): Promise<Row[]> {
  const steps = [...new Set([1, 2, 4, 8, 16, 32, 64, 128, 256].filter((n) => n < cores)), cores]
  const eachMs = Math.min(TIMES_MS * ms, THROUGHPUT_MS / (shown.length * steps.length))
  const rows: Row[] = []
  for (const candidate of shown)
    for (const concurrency of steps) {
      console.error(`${nameOf(candidate.parameters)}: ${concurrency} at a time …`)
      rows.push({
        candidate,
        concurrency,
        hashesPerSecond: await hashesPerSecond(candidate.hasher, concurrency, eachMs),
      })
    }
  return rows
}

import { startOrExplain } from '@registrar/shared/process/service'
import { count, emptyTally } from '@registrar/users/moving/import-tally'
import { importUsers } from '@registrar/users/moving/import-users'
import { explainingStoreFaults, openStore } from '../users/open-store.ts'
import { openErrorsFile } from './errors-file.ts'
import { openInput } from './input.ts'
import { importOptions } from './options.ts'
import { importProgress } from './progress.ts'
import { createImportSetup } from './setup.ts'
import { summaryOf } from './summary.ts'

/** 128 + SIGINT, as shells have it. */
const INTERRUPTED = 130

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())
process.on('disconnect', () => interrupted.abort())

await startOrExplain(async () => {
  const options = importOptions()
  if (!options) return
  const setup = await createImportSetup(options)
  const input = openInput(options.file, interrupted.signal)
  using errors = openErrorsFile(options.errors, input)
  await using store = await openStore(setup.config)
  const tally = emptyTally()
  const startedAt = performance.now()
  await explainingStoreFaults(async () => {
    if (!options.isDryRun) await store.prepare()
    using progress = importProgress(input.bytes, tally)
    const { signal } = interrupted
    const onUnavailable = progress.unavailable
    let shown = 0
    for await (const { results, bytesRead } of importUsers(input.chunks, { ...setup, store, signal, onUnavailable })) {
      count(tally, results)
      errors.write(results)
      progress.add(bytesRead - shown)
      shown = bytesRead
    }
  })
  const seconds = (performance.now() - startedAt) / 1_000
  const isInterrupted = interrupted.signal.aborted
  console.log(summaryOf(tally, { ...options, seconds, isInterrupted, parameters: setup.parameters }))
  process.exitCode = isInterrupted ? INTERRUPTED : tally.refused > 0 ? 1 : 0
})
process.exit() // the channel to the parent, and a read of stdin, would keep it

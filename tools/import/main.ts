import { startOrExplain } from '@registrar/shared/process/service'
import { count, emptyTally } from '@registrar/users/moving/import-tally'
import { importUsers } from '@registrar/users/moving/import-users'
import { INTERRUPTED, interruption } from '../interruption.ts'
import { openStore } from '../users/open-store.ts'
import { patientStore } from '../users/patient-store.ts'
import { untilInterrupted } from '../users/until-interrupted.ts'
import { openErrorsFile } from './errors-file.ts'
import { openInput } from './input.ts'
import { importOptions } from './options.ts'
import { importProgress } from './progress.ts'
import { createImportSetup } from './setup.ts'
import { summaryOf } from './summary.ts'

const { signal } = interruption()

await startOrExplain(async () => {
  const options = importOptions()
  if (!options) return
  const setup = await createImportSetup(options)
  const input = openInput(options.file, signal)
  using errors = openErrorsFile(options.errors, input)
  await using opened = await openStore(setup.config)
  const tally = emptyTally()
  const startedAt = performance.now()
  await untilInterrupted(signal, async () => {
    using progress = importProgress(input.bytes, tally)
    const store = patientStore(opened, { signal, say: progress.note })
    if (!options.isDryRun) await store.prepare()
    let shown = 0
    for await (const { results, bytesRead } of importUsers(input.chunks, { ...setup, store, signal })) {
      count(tally, results)
      errors.write(results)
      progress.add(bytesRead - shown)
      shown = bytesRead
    }
  })
  const seconds = (performance.now() - startedAt) / 1_000
  const isInterrupted = signal.aborted
  console.log(summaryOf(tally, { ...options, seconds, isInterrupted, parameters: setup.parameters }))
  process.exitCode = isInterrupted ? INTERRUPTED : tally.refused > 0 ? 1 : 0
})
process.exit() // the channel to the parent, and a read of stdin, would keep it

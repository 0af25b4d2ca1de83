import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { ConfigurationError, parseEnvironment } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { exportUsers } from '@registrar/users/moving/export-users'
import { DirectoryConfig } from '../../apps/directory/src/config.ts'
import { flushedStdout } from '../flushed-stdout.ts'
import { INTERRUPTED, interruption } from '../interruption.ts'
import { progressLine } from '../progress-line.ts'
import { openStore } from '../users/open-store.ts'
import { patientStore } from '../users/patient-store.ts'
import { untilInterrupted } from '../users/until-interrupted.ts'
import { openOutputFile } from './output-file.ts'

const HELP = `npm run -s export -- [--with-hashes] [--out FILE]

Writes all users of the user store (MONGODB_URI, or DATA_DIR) as NDJSON, oldest first, to stdout or to FILE, which has mode
0600 and appears only when it is complete. With --with-hashes, npm run import restores the same users, in this system or
in an empty one; protect such a file as you protect the store itself.

Sign-ups may continue meanwhile. Every user who exists from start to end is included exactly once, as it was when its part
was read; one who signs up or is erased meanwhile may or may not be. docs/moving.md says what an export does not include.`

const { signal } = interruption()
process.stdout.on('error', () => process.exit(1)) // the reader has closed the pipe, such as `head`

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: {
      'with-hashes': { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  if (values.out === '') throw new ConfigurationError('--out needs a file name; see --help.')
  const config = parseEnvironment(DirectoryConfig.pick({ MONGODB_URI: true, DATA_DIR: true }), process.env)
  await using opened = await openStore(config)
  using file = values.out === undefined ? undefined : openOutputFile(values.out)
  let total = 0
  await untilInterrupted(signal, async () => {
    using progress = progressLine({ total: 0, describe: (users) => `${users.toLocaleString('en-US')} users` })
    const store = patientStore(opened, { signal, say: progress.note })
    await store.prepare()
    for await (const { text, users } of exportUsers(store, { withHashes: values['with-hashes'] })) {
      if (signal.aborted) return
      if (file) file.write(text)
      else if (!process.stdout.write(text)) await once(process.stdout, 'drain')
      total += users
      progress.add(users)
    }
    if (!signal.aborted) file?.complete()
  })
  if (signal.aborted) {
    console.error('Interrupted: the export is not complete.')
    process.exitCode = INTERRUPTED
  } else console.error(`${total.toLocaleString('en-US')} users exported.`)
})
await flushedStdout()
process.exit() // the channel to the parent would keep it

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'

const HELP = `npm run import -- FILE.ndjson [options]

Imports users, with the password hashes of another system, into the user store (MONGODB_URI, or DATA_DIR). FILE has one
JSON object per line; - reads stdin. docs/moving.md describes the rows, how to make them from the exports of ten other
systems, and which hashes are accepted.

A row that cannot be imported does not stop the others. Run again, with the same file or a corrected one, the command
imports what is missing and changes no existing user, so it also continues an interrupted import. The exit code is 0
only if every row has been imported.

  --errors FILE                     one line per refused row: {"line","code","pointer"}, never a value (mode 0600)
  --dry-run                         only show what would happen
  --allow-names                     accept names that sign-up would refuse, such as e-mail addresses
  --firebase-signer-key-file FILE   the project's base64_signer_key, for Firebase hashes that do not include it
  --jobs N                          how many fast digests (MD5, SHA) to hash at a time; default: one per core`

export type ImportArguments = {
  file: string
  errors: string | undefined
  isDryRun: boolean
  allowNames: boolean
  firebaseSignerKeyFile: string | undefined
  jobs: number
}

/** What the command was given; undefined when it was only asked for help. @throws ConfigurationError */
export function importOptions(): ImportArguments | undefined {
  const { values, positionals } = parseArgs({
    options: {
      errors: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'allow-names': { type: 'boolean', default: false },
      'firebase-signer-key-file': { type: 'string' },
      jobs: { type: 'string', default: `${availableParallelism()}` },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  if (values.help) return void console.log(HELP)
  const [file, ...others] = positionals
  if (!file || others.length > 0) throw new ConfigurationError('Use: npm run import -- FILE.ndjson; see --help.')
  const jobs = /^[1-9]\d{0,2}$/.test(values.jobs) ? Number(values.jobs) : undefined
  if (!jobs) throw new ConfigurationError(`--jobs is "${values.jobs}"; it must be a whole number from 1 to 999.`)
  return {
    file,
    errors: values.errors,
    isDryRun: values['dry-run'],
    allowNames: values['allow-names'],
    firebaseSignerKeyFile: values['firebase-signer-key-file'],
    jobs,
  }
}

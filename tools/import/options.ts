import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'

const HELP = `npm run import -- FILE.ndjson [options]

Imports users, with the password hashes that another system has made, into the user store (MONGODB_URI, or DATA_DIR).
FILE has a JSON object a line; - reads stdin. docs/moving.md says what a row looks like, how to make one from what ten
other systems export, and which hashes are accepted.

Rows that cannot be imported cost nothing but themselves. Run again, with the same file or a corrected one, it imports what
is missing and changes nobody who is there: so an import that was interrupted goes on. The exit code is 0 only if every
row is in.

  --errors FILE                     a line for each refused row: {"line","code","pointer"}, never a value (mode 0600)
  --dry-run                         only says what would happen
  --allow-names                     lets in names that sign-up would refuse, such as e-mail addresses
  --firebase-signer-key-file FILE   the project's base64_signer_key, for hashes of Firebase that come without it
  --jobs N                          fast digests (MD5, SHA) that are hashed at a time; default: the cores`

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

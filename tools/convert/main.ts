import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { flushedStdout } from '../flushed-stdout.ts'
import type { Converter } from './converter.ts'
import { convertCsv } from './csv.ts'
import { convertDjango } from './django.ts'
import { convertFirebase } from './firebase.ts'
import { convertKeycloak } from './keycloak.ts'

const HELP = `npm run -s convert -- FORMAT FILE... [options] > users.ndjson

Converts the export of another system into the rows that npm run import reads. It does not check names or hashes; the
import does. Users without a password are skipped and counted on stderr. docs/moving.md has the commands for ten systems.

  csv        a table with column names in the first line: id, externalId, username, passwordHash, createdAt, disabled
  keycloak   files of a realm's export, with its users
  firebase   the JSON of firebase auth:export; needs --rounds, --mem-cost and --salt-separator
  django     the JSON or JSON lines of manage.py dumpdata auth.user

  --columns NAME=COLUMN,...   csv: how the columns are named, such as username=email,passwordHash=encrypted_password
  --username email            firebase, django, keycloak: the member that becomes the user name
  --rounds N, --mem-cost N, --salt-separator TEXT
                              firebase: from the project's password hash parameters; the signer key is for the import`

const CONVERTERS: Record<string, Converter> = {
  csv: convertCsv,
  keycloak: convertKeycloak,
  firebase: convertFirebase,
  django: convertDjango,
}

process.stdout.on('error', () => process.exit(1)) // the reader has closed the pipe, such as `head`

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: {
      columns: { type: 'string' },
      username: { type: 'string' },
      rounds: { type: 'string' },
      'mem-cost': { type: 'string' },
      'salt-separator': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  const [format, ...files] = positionals
  if (values.help) return console.log(HELP)
  const convert = format !== undefined && Object.hasOwn(CONVERTERS, format) ? CONVERTERS[format] : undefined
  if (!convert || files.length === 0)
    throw new ConfigurationError(
      `Use: npm run -s convert -- FORMAT FILE... > users.ndjson; the formats are ${Object.keys(CONVERTERS).join(', ')}.`,
    )
  const counts = { rows: 0, withoutPassword: 0 }
  for (const file of files)
    for await (const row of convert(file, values)) {
      if (row === undefined) counts.withoutPassword++
      else {
        counts.rows++
        if (!process.stdout.write(`${JSON.stringify(row)}\n`)) await once(process.stdout, 'drain')
      }
    }
  console.error(`${counts.rows} users converted; ${counts.withoutPassword} without a password were skipped.`)
})
await flushedStdout()
process.exit() // the channel to the parent would keep it

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { directoryDocument } from './directory-document.ts'
import { gatewayDocument } from './gateway-document.ts'

const HELP = `npm run openapi -- [--check]

Writes the OpenAPI documents of the services, from the schemas and tables that they answer by:
apps/gateway/openapi.json and apps/directory/openapi.json. A service reads its document when it starts and serves it at /openapi.json.

  --check  writes nothing; exit code 1 when a document is not what would be written`

const DOCUMENTS = {
  'apps/gateway/openapi.json': gatewayDocument,
  'apps/directory/openapi.json': directoryDocument,
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
for (const [file, documentOf] of Object.entries(DOCUMENTS)) {
  const text = `${JSON.stringify(documentOf(), null, 2)}\n`
  if (!values.check) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(
      `${file} does not describe what the service answers: run npm run openapi, and look at what has changed.`,
    )
    process.exitCode = 1
  }
}

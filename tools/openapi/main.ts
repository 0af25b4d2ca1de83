import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { directoryDocument } from './directory/document.ts'
import { gatewayDocument } from './gateway/document.ts'

const HELP = `npm run openapi -- [--check]

Writes the OpenAPI documents of the services from their own schemas and tables:
apps/gateway/openapi.json and apps/directory/openapi.json. A service reads its document when it starts and serves it at /openapi.json.

  --check  write nothing; exit with 1 if a document is out of date`

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
    console.error(`${file} is out of date: run npm run openapi, and review what has changed.`)
    process.exitCode = 1
  }
}

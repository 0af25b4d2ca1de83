import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startOrExplain } from '@registrar/shared/process/service'
import { REDOCLY_ENVIRONMENT } from './redocly-environment.ts'

const HELP = `npm run docs -- [--to FOLDER]

Writes a reference page for each OpenAPI document, gateway.html and directory.html, to dist/docs or FOLDER. A page is one
file that loads nothing else: open it from disk, or put it on any web server.`

const PAGES = { 'gateway.html': 'apps/gateway/openapi.json', 'directory.html': 'apps/directory/openapi.json' }

/** All that the page needs is in it, but Redocly's scripts would still fetch their maker's logo: the browser refuses. */
const LOADS_NOTHING = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline';
style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; connect-src blob:">`

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: { to: { type: 'string', default: 'dist/docs' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(HELP)
  for (const [name, document] of Object.entries(PAGES)) {
    const page = join(values.to, name)
    writePage(document, page)
    console.log(page)
  }
})

/** @throws Error with what Redocly says when it fails */
function writePage(document: string, page: string): void {
  const args = ['build-docs', document, '--inline-bundle', '--output', page]
  const env = { ...process.env, ...REDOCLY_ENVIRONMENT }
  const { status, stderr } = spawnSync('node_modules/.bin/redocly', args, { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`Redocly could not write a page for ${document}:\n${stderr}`)
  writeFileSync(page, readFileSync(page, 'utf8').replace('<head>', `<head>\n  ${LOADS_NOTHING}`))
}

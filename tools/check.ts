import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { REDOCLY_ENVIRONMENT } from './redocly-environment.ts'

const HELP = `npm run check

Checks types (tsc), lint, format and import cycles (biome), unused files, exports and dependencies (knip), and
that the OpenAPI documents and the Grafana dashboard are up to date (npm run openapi, npm run dashboard), and that the
former are well-formed (redocly).`

const OPENAPI = ['apps/gateway/openapi.json', 'apps/directory/openapi.json']

const CHECKS = [
  ['types', 'tsc', '--project', '.'],
  ['types of the page’s scripts', 'tsc', '--project', 'apps/gateway/src/page/browser'],
  ['lint and format', 'biome', 'check', '--error-on-warnings', '.'],
  ['unused code', 'knip'],
  ['OpenAPI documents', 'node', 'tools/openapi/main.ts', '--check'],
  ['Grafana dashboard', 'node', 'deploy/grafana/main.ts', '--check'],
  ['lint of the OpenAPI documents', 'redocly', 'lint', '--format', 'stylish', ...OPENAPI],
] as const

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const failed = CHECKS.filter(([what, command, ...args]) => {
  console.log(`${what} …`)
  return (
    spawnSync(`node_modules/.bin/${command}`, args, {
      stdio: 'inherit',
      env: { ...process.env, ...REDOCLY_ENVIRONMENT },
    }).status !== 0
  )
})
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(([what]) => what).join(', ')}.`)
process.exit(failed.length === 0 ? 0 : 1)

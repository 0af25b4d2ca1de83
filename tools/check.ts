import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const HELP = `npm run check

Checks types (tsc), lint, format and import cycles (biome), and unused files, exports and dependencies (knip).`

const CHECKS = [
  ['types', 'tsc', '--project', '.'],
  ['types of the page’s scripts', 'tsc', '--project', 'apps/gateway/src/page/browser'],
  ['lint and format', 'biome', 'check', '--error-on-warnings', '.'],
  ['unused code', 'knip'],
] as const

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const failed = CHECKS.filter(([what, command, ...args]) => {
  console.log(`${what} …`)
  return spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' }).status !== 0
})
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.map(([what]) => what).join(', ')}.`)
process.exit(failed.length === 0 ? 0 : 1)

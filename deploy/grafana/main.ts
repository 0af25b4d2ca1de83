import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startOrExplain } from '@registrar/shared/process/service'
import { dashboardJson } from './dashboard.ts'

const DASHBOARD = 'deploy/grafana/registrar.json'

const HELP = `npm run dashboard [-- --check]

Writes ${DASHBOARD}, the Grafana dashboard, from deploy/grafana/rows/. With --check nothing is written: it exits with 1
if the file is out of date.`

await startOrExplain(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(HELP)
  const json = dashboardJson()
  if (!values.check) return writeFileSync(DASHBOARD, json)
  if (readFileSync(DASHBOARD, 'utf8') === json) return
  console.error(`${DASHBOARD} is out of date; run npm run dashboard and commit the result.`)
  process.exitCode = 1
})

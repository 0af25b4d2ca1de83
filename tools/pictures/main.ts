import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { drawDashboard } from './dashboard.ts'
import { takePagePictures } from './page.ts'

const HELP = `npm run pictures [-- --only page | dashboard]

Regenerates the pictures in docs/pictures/: the sign-up page in all of its states, as a browser shows it (two minutes), and
the dashboard during a storm in which a worker is killed, as scraped by a real Prometheus (four minutes).`

const KINDS: Record<string, () => Promise<void>> = { page: takePagePictures, dashboard: drawDashboard }

await startOrExplain(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(HELP)
  const { only } = values
  if (only !== undefined && !(only in KINDS))
    throw new ConfigurationError(`--only is "${only}"; it must be ${Object.keys(KINDS).join(' or ')}.`)
  for (const [kind, make] of Object.entries(KINDS)) if (only === undefined || only === kind) await make()
})
process.exit() // the channel to tools/run.js would keep it alive

import { relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startOrExplain } from '@registrar/shared/process/service'
import { createVitest } from 'vitest/node'
import { findBrowser } from '../browser.ts'
import { findForeignHashers } from '../foreign-hashers.ts'
import { findPrometheus } from '../prometheus/prometheus-program.ts'
import { findRedisProgram } from '../redis/redis-program.ts'
import { findSchemathesis } from '../schemathesis.ts'
import { announcement } from './announcement.ts'
import { saveDurations } from './durations.ts'
import { exitOnSignal } from './exit-on-signal.ts'
import { describeMongoEngine, findMongoEngine } from './mongo-engine.ts'
import { tally } from './tally.ts'
import { versionOf } from './version-of.ts'

/** What a test that timed out has left open must not hold up the result of the run. */
const CLOSE_MS = 30_000

const HELP = `npm test [-- FILTER …]

Runs the tests on real Redis and real stores; with FILTER only the files whose path contains one of them, such as unit.
The first line says what runs and how long it takes. The first run installs what the tests need: redis-server,
Chromium, Prometheus and strace with apt-get, schemathesis, Werkzeug and bcrypt from PyPI, and a MongoDB engine
(MONGODB_URI, a mongod on the PATH, one that can be downloaded, or SecantusDB from PyPI). The last lines name what was not
available.`

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return console.log(HELP)
  const redis = findRedisProgram()
  const mongo = await findMongoEngine()
  const browser = findBrowser()
  const prometheus = findPrometheus()
  const schemathesis = findSchemathesis()
  const foreignHashers = findForeignHashers()

  const vitest = await createVitest('test', { run: true, watch: false })
  exitOnSignal()
  const files = (await vitest.globTestSpecifications(positionals)).map(({ moduleId }) => relative('', moduleId))
  console.log(announcement(files))
  await vitest.start(positionals)
  saveDurations(vitest)
  const { passed, failed, skipped } = tally(vitest)
  await Promise.race([vitest.close(), delay(CLOSE_MS)])

  console.log(`Redis: ${redis.kind === 'docker' ? redis.image : `${redis.command} ${versionOf(redis.command)}`}`)
  console.log(browser ? `Browser: Chromium ${versionOf(browser)}` : 'Browser: NONE, its tests did not run')
  console.log(prometheus ? `Prometheus: ${versionOf(prometheus.server)}` : 'Prometheus: NONE, its tests did not run')
  console.log(schemathesis ? `Schemathesis: ${versionOf(schemathesis)}` : 'Schemathesis: NONE, its tests did not run')
  console.log(`Werkzeug and bcrypt: ${foreignHashers ? 'from PyPI' : 'NONE, their test did not run'}`)
  console.log(mongo ? `MongoDB engine: ${describeMongoEngine(mongo)}` : 'MongoDB engine: NONE, its tests did not run')
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
})

import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startOrExplain } from '@registrar/shared/process/service'
import { createVitest } from 'vitest/node'
import { findBrowser } from '../browser.ts'
import { findRedisProgram } from '../redis/redis-program.ts'
import { leaveWhenTold } from './leave-when-told.ts'
import { describeMongoEngine, findMongoEngine } from './mongo-engine.ts'
import { tally } from './tally.ts'
import { versionOf } from './version-of.ts'

/** What a test that ran out of time has left open must not keep its verdict from being told. */
const CLOSE_MS = 30_000

const HELP = `npm test [-- FILTER …]

Runs the tests on real Redis and real stores; with FILTER only the files whose path contains one of them. What they
need is installed on the first run: redis-server from Debian's packages, a MongoDB engine (MONGODB_URI, a mongod on the
PATH, one that can be downloaded, or SecantusDB from PyPI), Chromium and strace from Debian's packages. What cannot be
had is named in the last lines.`

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return console.log(HELP)
  const redis = findRedisProgram()
  const mongo = await findMongoEngine()
  const browser = findBrowser()

  const vitest = await createVitest('test', { run: true, watch: false })
  leaveWhenTold()
  await vitest.start(positionals)
  const { passed, failed, skipped } = tally(vitest)
  await Promise.race([vitest.close(), delay(CLOSE_MS)])

  console.log(`Redis: ${redis.kind === 'docker' ? redis.image : `${redis.command} ${versionOf(redis.command)}`}`)
  console.log(browser ? `Browser: Chromium ${versionOf(browser)}` : 'Browser: NONE, its tests did not run')
  console.log(mongo ? `MongoDB engine: ${describeMongoEngine(mongo)}` : 'MongoDB engine: NONE, its tests did not run')
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
})

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { startOrExplain } from '@registrar/shared/process/service'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { z } from 'zod'
import { faultsOf, isGood, reportOf } from '../test/faults/stops/report.ts'
import { STOPS, type Stop, stopUnderLoad } from '../test/faults/stops/stop.ts'
import { untilAllCompleted } from '../test/faults/stops/until-all-completed.ts'
import { endChildren } from '../test/support/processes/children.ts'
import { findBrowser, launchBrowser } from './browser.ts'
import { commandOptions } from './command-options.ts'

const HELP = `npm run test:stops -- [--times 20] [--only STOP] [--seconds 2]

Starts Registrar as npm start does, again and again on the same data, loads it for some seconds (sign-ups, long polls,
event streams, silent connections, a browser) and stops it in each of these ways:
  ${Object.keys(STOPS).join('\n  ')}

  --times    how often to stop it in each way
  --only     stop it only in this way
  --seconds  how long to load it before each stop

Each line says how long a stop took, from the signal until no process was left, and what went wrong. Exit code 0: every
stop exited with 0 within 5 s, every request was answered, no error was logged, nothing was left behind, and every
registration that was accepted on the way is completed by the last start.`

const kinds = Object.keys(STOPS)
const Options = z.object({
  times: wholeNumber({ min: 1, max: 1_000 }).default(20),
  only: z.enum(kinds, `one of: ${kinds.join(', ')}`).optional(),
  seconds: wholeNumber({ min: 0, max: 3_600 }).default(2),
})

await startOrExplain(async () => {
  const options = commandOptions(Options, HELP)
  if (!options) return
  const { times, only, seconds } = options
  const parent = resolve('.cache/test')
  mkdirSync(parent, { recursive: true })
  const dataDir = mkdtempSync(`${parent}/stops-`)
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      endChildren()
      process.exit(130)
    })
  const program = findBrowser()
  if (!program) console.log('No browser found; skipping it.')
  const browser = program ? await launchBrowser(program) : undefined

  const accepted: string[] = []
  const stops: Stop[] = []
  for (const kind of only ? [only] : kinds)
    for (let n = 1; n <= times; n++) {
      const stop = await stopUnderLoad({ kind, dataDir, browser, accepted, seconds })
      stops.push(stop)
      const faults = faultsOf(stop)
      console.log(`${kind} ${n}: ${stop.seconds.toFixed(2)} s, ${faults.length > 0 ? faults.join('; ') : 'good'}`)
    }
  await browser?.close()
  console.log(`\n${reportOf(stops)}`)
  const lost = await untilAllCompleted(dataDir, accepted)
  console.log(`\n${accepted.length} registrations accepted, ${lost} lost`)
  process.exit(stops.every(isGood) && lost === 0 ? 0 : 1)
})

import { startOrExplain } from '@registrar/shared/process/service'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { webUrl } from '@registrar/shared/process/variables/web-url'
import { Pool } from 'undici'
import { z } from 'zod'
import { createRegistrar } from '../../packages/client/src/create-registrar.ts'
import { commandOptions } from '../command-options.ts'
import { INTERRUPTED, interruption } from '../interruption.ts'
import { openLoop } from '../load/open-loop.ts'
import { startOwnRegistrar } from '../load/own-registrar.ts'
import { display } from './display.ts'
import { startEventReceiver } from './event-receiver.ts'
import { createFollower } from './follow.ts'
import { createProgress } from './progress.ts'
import { demandRegistrar } from './server.ts'
import { createSignUps } from './sign-ups.ts'
import { isGood, summary } from './summary.ts'
import { createTally } from './tally.ts'

const HELP = `npm run storm -- [--rate 500] [--seconds 30] [--url URL] [--patience 600]

Sends a storm of sign-ups to a Registrar, waits until every accepted registration has ended, and prints a summary.
Sign-ups arrive on a schedule, whether or not the earlier ones have been answered; the time to accept one counts from
the moment it was due.

  --rate      sign-ups a second
  --seconds   for how long sign-ups arrive
  --url       a running Registrar, started with RATE_LIMIT_PER_MINUTE=0. The users stay in its store, with names that
              begin with storm-. Without this option a Registrar is started as npm start does (WORKERS, ARGON2_… and so
              on apply), on a free port and with data of its own, and removed afterwards; its events are counted, too
  --patience  how many seconds after the last arrival every registration must have ended

Exit code 0: every accepted registration has ended; 1: some have not, or none was accepted; 130: stopped by Ctrl-C.`

const Options = z.object({
  rate: wholeNumber({ min: 1, max: 100_000 }).default(500),
  seconds: wholeNumber({ min: 1, max: 86_400 }).default(30),
  url: webUrl().optional(),
  patience: wholeNumber({ min: 1, max: 86_400 }).default(600),
})

/** At most this many sign-ups are in flight to a server that is slower than the storm; the time of the rest runs while they wait. */
const MOST_SIGN_UPS_IN_FLIGHT = 256

const stopped = interruption()
process.stdout.on('error', () => stopped.abort()) // its reader has closed the pipe

await startOrExplain(async () => {
  const options = commandOptions(Options, HELP)
  if (options) process.exitCode = await storm(options)
})
process.exit() // the channel to tools/run.js would keep it alive

async function storm({ rate, seconds, url, patience }: z.infer<typeof Options>): Promise<number> {
  if (!url) console.log('Starting a Registrar for the storm …')
  await using resources = new AsyncDisposableStack()
  const events = url ? undefined : resources.use(await startEventReceiver())
  const own = events && resources.use(await startOwnRegistrar({ WEBHOOKS_FILE: events.webhooksFile }))
  const target = new URL(own?.url ?? url!)
  const root = target.pathname.replace(/\/$/, '')
  const pool = new Pool(target.origin, { connections: MOST_SIGN_UPS_IN_FLIGHT })
  const http = resources.adopt(pool, () => pool.destroy())
  const address = `${target.origin}${root}`
  await demandRegistrar(http, root, address)

  const over = AbortSignal.any([stopped.signal, AbortSignal.timeout((seconds + patience) * 1_000)])
  over.addEventListener('abort', () => void http.destroy())

  console.log(`${rate} sign-ups a second for ${seconds} s, to ${address}`)
  const tally = createTally(rate * seconds)
  const follower = createFollower({ registrar: createRegistrar({ url: address }), tally, over })
  const onAccepted = (jobId: string) => {
    events?.expect(jobId)
    follower.add(jobId)
  }
  const send = createSignUps({ http, root, tally, onAccepted })
  const begun = performance.now()
  {
    using _ = display(process.stdout, tally, createProgress(tally, rate))
    await openLoop({ rate, seconds, send, signal: over })
    await follower.allEnded()
  }
  const tookSeconds = (performance.now() - begun) / 1_000
  await events?.allArrived(over)
  tally.events = events?.arrived()
  if (stopped.signal.aborted) console.log('\nStopped. Until then:')
  console.log(`\n${summary(tally, tookSeconds)}`)
  if (stopped.signal.aborted) return INTERRUPTED
  if (isGood(tally)) return 0
  if (own?.recentOutput()) console.error(`\nThe last output of its Registrar:\n${own.recentOutput()}`)
  return 1
}

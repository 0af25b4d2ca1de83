import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { backfill } from './backfill.ts'
import { list } from './list.ts'
import type { Command } from './operator.ts'
import { replay } from './replay.ts'
import { resume } from './resume.ts'
import { test } from './test.ts'

const HELP = `npm run webhooks -- COMMAND [--json] [--help]

Shows how deliveries of events are going, and resumes or repeats them. WEBHOOKS_FILE names the endpoints; Redis is the
one at REDIS_URL, or that of an npm start that runs on DATA_DIR. More: docs/webhooks.md.

  list                       one line per endpoint: working or parked, waiting events, the last answer
  test ID                    posts an event of type registrar.test from here; exit code 1 when it is not accepted
  resume ID                  unparks an endpoint: delivers its waiting events and retries those given up
  replay ID --since TIME     delivers the events of the stream since then again, with the same ids
  backfill --since TIME      after losing Redis: recreates the events of completed users from the store (MONGODB_URI or
                             DATA_DIR) where they are missing; safe to run twice

  --since TIME   2026-11-25T10:00:00Z, or how long ago: 90m, 24h, 3d
  --dry-run      only say how many (resume, replay, backfill)
  --json         one JSON document on stdout`

const COMMANDS: Record<string, Command> = { list, test, resume, replay, backfill }

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: {
      since: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  const [name, endpointId, ...rest] = positionals
  if (values.help || name === undefined) return console.log(HELP)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined
  if (!command) throw new ConfigurationError(`Unknown command "${name}"; see --help.`)
  if (rest.length > 0) throw new ConfigurationError(`Unexpected argument "${rest[0]}"; see --help.`)
  process.exitCode = await command({
    endpointId,
    since: values.since,
    isDryRun: values['dry-run'],
    isJson: values.json,
  })
})

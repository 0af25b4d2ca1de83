import { parseArgs } from 'node:util'
import { ConfigurationError, parseEnvironment } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { choice } from '@registrar/shared/process/variables/choice'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import { z } from 'zod'
import { list } from './list.ts'
import { type Arguments, type Command, openOperator } from './operator.ts'
import { pause, resume } from './pause.ts'
import { retry } from './retry.ts'
import { show } from './show.ts'
import { status } from './status.ts'

const HELP = `npm run operate -- COMMAND [--json] [--help]

Shows the state of registrations, and retries, pauses and resumes them. Uses the Redis at REDIS_URL, or that of the npm
start that runs on DATA_DIR. Never shows a sealed password, and deletes nothing. More: docs/operations.md.

  status [--watch]         what is waiting, in flight and failed; --watch refreshes every second
  list [--status STATUS] [--reason REASON] [--limit 50]
                           failed registrations (newest first), or those waiting or active (oldest first)
  show JOB_ID              everything known about one registration, as JSON
  retry JOB_ID ...         returns failed registrations to the queue
  retry --reason REASON | --all [--limit N] [--yes] [--dry-run]
                           the same for all of them; says how many, then asks
  pause                    workers take no more registrations; those in flight are finished, new ones still accepted
  resume                   workers take registrations again

  --status   failed (the default), waiting or active
  --reason   only those that failed for this reason, such as seal_unknown_key
  --yes      do not ask
  --dry-run  only say how many
  --json     JSON on stdout`

/** What each command takes beside --json; a command that takes job ids says so with `jobIds`. */
const COMMANDS: Record<string, { run: Command; takes: string[] }> = {
  status: { run: status, takes: ['watch'] },
  list: { run: list, takes: ['status', 'reason', 'limit'] },
  show: { run: show, takes: ['jobIds'] },
  retry: { run: retry, takes: ['jobIds', 'reason', 'all', 'limit', 'yes', 'dry-run'] },
  pause: { run: pause, takes: [] },
  resume: { run: resume, takes: [] },
}

const Checked = z.object({
  '--status': choice('failed', 'waiting', 'active').default('failed'),
  '--limit': wholeNumber({ min: 1 }).optional(),
})

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: {
      watch: { type: 'boolean' },
      status: { type: 'string' },
      reason: { type: 'string' },
      limit: { type: 'string' },
      all: { type: 'boolean' },
      yes: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  const [name, ...jobIds] = positionals
  if (values.help || name === undefined) return console.log(HELP)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined
  if (!command) throw new ConfigurationError(`Unknown command "${name}"; see --help.`)
  const stray = Object.keys(values).find((option) => option !== 'json' && !command.takes.includes(option))
  if (stray) throw new ConfigurationError(`${name} does not take --${stray}; see --help.`)
  if (jobIds.length > 0 && !command.takes.includes('jobIds'))
    throw new ConfigurationError(`Unexpected argument "${jobIds[0]}"; see --help.`)
  const checked = parseEnvironment(Checked, { '--status': values.status, '--limit': values.limit })

  process.exitCode = await run(command.run, {
    jobIds: jobIds.map((jobId) => jobId.toLowerCase()), // as we write them
    status: checked['--status'],
    reason: values.reason,
    limit: checked['--limit'],
    isAll: values.all ?? false,
    isDryRun: values['dry-run'] ?? false,
    isYes: values.yes ?? false,
    isWatching: values.watch ?? false,
    isJson: values.json ?? false,
  })
})

async function run(command: Command, given: Arguments): Promise<number> {
  await using operator = await openOperator(process.env)
  try {
    return await command(operator, given)
  } catch (error) {
    const isOfRedis = error instanceof Error && (error.name === 'ReplyError' || operator.redis.status !== 'ready')
    if (isOfRedis) throw new ConfigurationError(`Redis could not run the command (${explainRedisFault(error)}).`)
    throw error
  }
}

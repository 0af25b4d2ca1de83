import { parseArgs } from 'node:util'
import { createChecklist, indented } from './compose/checklist.ts'
import { CHECKS } from './compose/checks.ts'
import { createComposeProject } from './compose/compose-project.ts'
import { runCommand } from './compose/run-command.ts'

const HELP = `npm run test:compose

Starts docker-compose.yml as a project of its own on a free port, registers, scales, checks what must not be reachable,
stops and starts it again, and removes it with its data. A Registrar that is already running here is not touched.
Exit code: 0 all passed, 1 something failed, 2 Docker is not available.`

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
if (values.help) {
  console.log(HELP)
  process.exit()
}
for (const args of [['version'], ['compose', 'version']])
  await runCommand('docker', args, { env: process.env, timeoutMs: 20_000 }).catch(() => {
    console.error(
      `Docker with Compose is not available here (docker ${args.join(' ')} failed): install it, or start it.`,
    )
    process.exit(2)
  })

// From here on nothing may prevent the removal of what is created: neither a signal nor a closed stdout.
const interruption = new AbortController()
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
  process.on(event, () => interruption.abort(new Error('interrupted')))
process.stdout.on('error', () => {})

const { signal } = interruption
const { check, progress, finish } = createChecklist()
const project = await createComposeProject({ signal, onLine: progress })
console.log(`Project ${project.name} on port ${project.port}. The first run downloads images, which takes minutes.`)
if (await check('one command builds and starts everything', project.build, signal)) {
  for (const [guarantee, verify] of CHECKS) if (!signal.aborted) await check(guarantee, () => verify(project), signal)
} else if (!signal.aborted) console.log(indented(await project.lastLogs().catch(() => '')))
await check('removing it leaves no container, volume, network or image', project.remove)
process.exit(finish() ? 0 : 1)

import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { accepted, outcomeOf } from '../test/support/client.ts'
import { createChecklist } from './compose/checklist.ts'
import { createComposeProject, UP_TIMEOUT_MS } from './compose/compose-project.ts'
import {
  everyContainerIsConfined,
  everyProcessLeavesCleanly,
  gatewayCannotReachMongo,
  gatewayHoldsNoSecretOfTheWorkers,
  onlyTheGatewayIsPublished,
} from './compose/isolation.ts'
import { runCommand } from './compose/run-command.ts'

const HELP = `npm run test:compose

Brings docker-compose.yml up as a project of its own on a free port, registers, scales, looks for what must not be
within reach, takes it down and up again, and removes it with its data. A Registrar that runs here is not touched.
Exit code: 0 all passed, 1 something failed, 2 there is no Docker to run it with.`

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
if (values.help) {
  console.log(HELP)
  process.exit()
}
for (const args of [['version'], ['compose', 'version']]) {
  await runCommand('docker', args, { env: process.env, timeoutMs: 20_000 }).catch(() => {
    console.error(
      `No Docker engine with Compose answers here (docker ${args.join(' ')} failed); start or install Docker, then run this again.`,
    )
    process.exit(2)
  })
}

const interruption = new AbortController()
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
  process.on(event, () => interruption.abort(new Error('interrupted')))
const { check, note, finish } = createChecklist()
const project = await createComposeProject(interruption.signal, note)

const untilUp = (...args: string[]) => project.compose(['up', '--wait', ...args], UP_TIMEOUT_MS)
const outcomeFor = async (username: string) => {
  const { status, reason } = await outcomeOf(project.url, await accepted(project.url, username))
  return reason ? `${status}: ${reason}` : status
}

console.log(
  `Project ${project.name} on port ${project.port}. The first time images are downloaded: that takes minutes.`,
)
const isUp = await check('one command builds and starts everything', () => untilUp('--build'), UP_TIMEOUT_MS)
if (isUp) await checkEverything()
else console.log((await project.compose(['logs', '--tail', '20']).catch(() => '')).replace(/^/gm, '    '))
console.log('Taking it down …')
await check('nothing is left behind: containers, volumes, networks, images', project.remove)
process.exit(finish() ? 0 : 1)

async function checkEverything() {
  await check('a registration is completed', async () => assert.equal(await outcomeFor('Ada'), 'completed'))
  await check('the same name in other letters is rejected', async () =>
    assert.equal(await outcomeFor('aDA'), 'rejected: username_taken'),
  )
  await check('--scale worker=4: 20 names are completed', async () => {
    await untilUp('--scale', 'worker=4')
    assert.equal((await project.containers()).get('worker')?.length, 4)
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => outcomeFor(`scaled-${n}`)))
    assert.deepEqual(new Set(outcomes), new Set(['completed']))
  })
  await check('the gateway cannot connect to MongoDB, a worker can', () => gatewayCannotReachMongo(project))
  await check('the gateway has neither the private key nor a MongoDB URI', () =>
    gatewayHoldsNoSecretOfTheWorkers(project),
  )
  await check('only the gateway is published, to this machine alone', () => onlyTheGatewayIsPublished(project))
  await check('no container is root, writable, privileged or unlimited', () => everyContainerIsConfined(project))
  await check('every process leaves in time by itself', () => everyProcessLeavesCleanly(project))
  await check('after down and up the name is still taken', async () => {
    await project.compose(['down'])
    await untilUp()
    assert.equal(await outcomeFor('ADA'), 'rejected: username_taken')
  })
}

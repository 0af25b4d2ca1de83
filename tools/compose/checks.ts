import assert from 'node:assert/strict'
import { Webhook } from 'standardwebhooks'
import { createRegistrar } from '../../packages/client/src/create-registrar.ts'
import { accepted, outcomeOf, PASSWORD } from '../../test/support/http/client.ts'
import type { ComposeProject } from './compose-project.ts'
import {
  directoryIsApart,
  everyContainerIsConfined,
  gatewayCannotReachMongo,
  gatewayHoldsNoSecretOfTheWorkers,
  notifierIsApart,
  onlyGatewayAndDirectoryArePublished,
} from './isolation.ts'
import { usersMoveInAndOut } from './moving.ts'
import { RECEIVE } from './probes.ts'

type Check = [guarantee: string, verify: (project: ComposeProject) => Promise<void>]

/** What must hold of a running project; run in this order. */
export const CHECKS: Check[] = [
  [
    'a registration is completed, and its signed event arrives at a receiver',
    async (project) => {
      const received = project.evaluate('gateway', RECEIVE)
      assert.equal(await registered(project, 'Ada'), 'completed')
      const { headers, body } = (await received) as { headers: Record<string, string>; body: string }
      const event = new Webhook(project.webhookSecret).verify(body, headers) as {
        type: string
        data: { username: string }
      }
      assert.equal(event.type, 'registration.completed')
      assert.equal(event.data.username, 'Ada')
    },
  ],
  [
    'the same name in other letter case is rejected',
    async (project) => {
      assert.equal(await registered(project, 'aDA'), 'rejected: username_taken')
    },
  ],
  [
    'the directory verifies the password, with a key that was made in the container of the keys',
    async (project) => {
      const { url, directoryUrl } = project
      const registrar = createRegistrar({ url, directoryUrl, apiKey: await project.apiKey('verify') })
      assert.equal((await registrar.verify({ username: 'ada', password: PASSWORD })).verified, true)
    },
  ],
  ['users are imported and exported in a container of the directory', usersMoveInAndOut],
  [
    'with --scale worker=4, 20 names are completed',
    async (project) => {
      await project.up('--scale', 'worker=4')
      assert.equal((await project.containers()).get('worker')?.length, 4)
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => registered(project, `scaled-${n}`)))
      assert.deepEqual(new Set(outcomes), new Set(['completed']))
    },
  ],
  [
    "the operator's commands work in the containers",
    async (project) => {
      const status = await project.command('gateway', 'tools/operate/main.ts', 'status')
      assert.partialDeepStrictEqual(status, { waiting: 0, failed: 0, paused: false, workers: 4 })
      const [endpoint] = (await project.command('notifier', 'tools/webhooks/main.ts', 'list')) as object[]
      assert.partialDeepStrictEqual(endpoint, { id: 'shop' })
    },
  ],
  ['the gateway cannot connect to MongoDB, a worker can', gatewayCannotReachMongo],
  ['the gateway has neither the private key nor a MongoDB URI', gatewayHoldsNoSecretOfTheWorkers],
  ['the directory holds no sealing key, and the gateway has no way to it', directoryIsApart],
  ['the notifier has neither a private key nor a way to MongoDB', notifierIsApart],
  ['only the gateway and the directory are published, to this machine alone', onlyGatewayAndDirectoryArePublished],
  ['no container is root, writable, privileged or without a memory limit', everyContainerIsConfined],
  [
    'docker compose stop: every process exits with 0 in time',
    async (project) => {
      await project.stop()
      const exits = [...(await project.containers())].flatMap(([service, containers]) =>
        containers.map(({ State }) => `${service}: ${State.ExitCode}`),
      )
      assert.deepEqual(
        new Set(exits),
        new Set(['directory: 0', 'gateway: 0', 'keys: 0', 'mongo: 0', 'notifier: 0', 'redis: 0', 'worker: 0']),
      )
    },
  ],
  [
    'after down and up the name is still taken',
    async (project) => {
      await project.down()
      await project.up()
      assert.equal(await registered(project, 'ADA'), 'rejected: username_taken')
    },
  ],
]

async function registered({ url }: ComposeProject, username: string): Promise<string> {
  const registration = await outcomeOf(url, await accepted(url, username))
  return registration.status === 'completed' ? 'completed' : `${registration.status}: ${registration.reason}`
}

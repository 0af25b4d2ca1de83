import assert from 'node:assert/strict'
import { accepted, outcomeOf } from '../../test/support/client.ts'
import type { ComposeProject } from './compose-project.ts'
import {
  everyContainerIsConfined,
  gatewayCannotReachMongo,
  gatewayHoldsNoSecretOfTheWorkers,
  onlyTheGatewayIsPublished,
} from './isolation.ts'

type Check = [guarantee: string, verify: (project: ComposeProject) => Promise<void>]

/** What must hold of a running project; run in this order. */
export const CHECKS: Check[] = [
  [
    'a registration is completed',
    async (project) => {
      assert.equal(await registered(project, 'Ada'), 'completed')
    },
  ],
  [
    'the same name in other letter case is rejected',
    async (project) => {
      assert.equal(await registered(project, 'aDA'), 'rejected: username_taken')
    },
  ],
  [
    'with --scale worker=4, 20 names are completed',
    async (project) => {
      await project.up('--scale', 'worker=4')
      assert.equal((await project.containers()).get('worker')?.length, 4)
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => registered(project, `scaled-${n}`)))
      assert.deepEqual(new Set(outcomes), new Set(['completed']))
    },
  ],
  ['the gateway cannot connect to MongoDB, a worker can', gatewayCannotReachMongo],
  ['the gateway has neither the private key nor a MongoDB URI', gatewayHoldsNoSecretOfTheWorkers],
  ['only the gateway is published, to this machine alone', onlyTheGatewayIsPublished],
  ['no container is root, writable, privileged or without a memory limit', everyContainerIsConfined],
  [
    'docker compose stop: every process exits with 0 in time',
    async (project) => {
      await project.stop()
      const exits = [...(await project.containers())].flatMap(([service, containers]) =>
        containers.map(({ State }) => `${service}: ${State.ExitCode}`),
      )
      assert.deepEqual(new Set(exits), new Set(['gateway: 0', 'keys: 0', 'mongo: 0', 'redis: 0', 'worker: 0']))
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

import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { BEHAVIOURS } from '../../support/webhooks/receiver.ts'
import type { System } from './system.ts'

/** `seconds` is a random number from 1 to 8, `pick` a random whole one: the schedule draws both from its seed. */
export type Draw = { seconds: number; pick: number }
type Fault = (system: System, draw: Draw) => Promise<void>

/** Everything that is done to a running system. Each resolves when the cause is over; what follows is recovery. */
export const FAULTS: Record<string, Fault> = {
  'worker killed': async ({ workers }, { pick }) => {
    workers[pick % workers.length]!.child().kill('SIGKILL')
  },
  'all workers killed': async ({ workers }) => {
    for (const worker of workers) worker.child().kill('SIGKILL')
  },
  'worker shut down': async ({ workers }, { pick }) => {
    workers[pick % workers.length]!.child().kill('SIGTERM')
  },
  'worker frozen': async ({ workers }, { seconds, pick }) => {
    const child = workers[pick % workers.length]!.child()
    child.kill('SIGSTOP')
    await delay(seconds * 1_000)
    child.kill('SIGCONT')
  },
  'gateway killed': async ({ gateways }, { pick }) => {
    gateways[pick % gateways.length]!.child().kill('SIGKILL')
  },
  'directory killed': async ({ directory }) => {
    directory.child().kill('SIGKILL')
  },
  'notifier killed': async ({ notifiers }, { pick }) => {
    notifiers[pick % notifiers.length]!.child().kill('SIGKILL')
  },
  'all notifiers killed': async ({ notifiers }) => {
    for (const notifier of notifiers) notifier.child().kill('SIGKILL')
  },
  'receiver misbehaves': async ({ receiver }, { seconds, pick }) => {
    const behaviours = [BEHAVIOURS.fails, BEHAVIOURS.resets, BEHAVIOURS.hangs, BEHAVIOURS['is gone']]
    receiver.behave(behaviours[pick % behaviours.length]!)
    await delay(seconds * 1_000)
    receiver.behave(BEHAVIOURS.accepts)
  },
  'Redis killed': async ({ redis }) => {
    await redis.kill()
    await redis.restart()
  },
  'Redis fails over': async ({ redis }) => {
    await redis.failOver()
  },
  'Redis frozen': async ({ redis }, { seconds }) => {
    redis.signal('SIGSTOP')
    await delay(seconds * 1_000)
    redis.signal('SIGCONT')
  },
  'Redis out of memory': async ({ redis }, { seconds }) => {
    const client = new Redis(redis.url)
    await client.config('SET', 'maxmemory', '1')
    await delay(seconds * 1_000)
    await client.config('SET', 'maxmemory', '0')
    client.disconnect()
  },
  'links to Redis cut': async ({ link }) => link.cut(),
  'links to Redis slow': async ({ link }, { seconds }) => {
    link.slow(50)
    await delay(seconds * 1_000)
    link.slow(0)
  },
  'links to Redis swallow everything': async ({ link }, { seconds }) => {
    link.freeze()
    await delay(seconds * 1_000)
    link.thaw()
  },
  'store killed': async ({ mongo, store }, { seconds }) => {
    if (!mongo) return lockFor(store.settings.DATA_DIR, seconds)
    await mongo.kill()
    await delay(seconds * 1_000)
    await mongo.restart()
  },
  'store frozen': async ({ mongo, store }, { seconds }) => {
    if (!mongo) return lockFor(store.settings.DATA_DIR, seconds)
    mongo.signal('SIGSTOP')
    await delay(seconds * 1_000)
    mongo.signal('SIGCONT')
  },
}

/** The embedded store has no process of its own: it is unavailable while another process holds its file. */
async function lockFor(folder: string, seconds: number): Promise<void> {
  using lock = new DatabaseSync(`${folder}/registrar.db`, { timeout: 10_000 })
  lock.exec('BEGIN IMMEDIATE')
  await delay(seconds * 1_000)
}

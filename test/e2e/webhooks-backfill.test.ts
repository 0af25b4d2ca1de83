import { randomUUID } from 'node:crypto'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { insertOne } from '../support/stores/insert-one.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, keys, openWebhookStage } from '../support/webhooks/webhook-stage.ts'
import { webhooks, webhooksJson } from '../support/webhooks/webhooks-command.ts'

describe.each(storeEngines)('webhooks backfill, with $name', ({ create }) => {
  it('makes the events that a lost Redis took with it out of the store, once, whatever runs beside it', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    await using store = await create()
    await using users = await openUserStore(store.settings)
    await users.prepare()
    const made = Array.from({ length: 30 }, (_, n) => ({
      userId: randomUUID(),
      username: `Person-${n}`,
      usernameKey: `person-${n}`,
      passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
      jobId: randomUUID(),
      createdAt: new Date(Date.now() - (n < 5 ? 3 : 1) * 3_600_000),
    }))
    for (const user of made) await insertOne(users, user)
    const wanted = made.slice(5).map(({ jobId }) => jobId)
    await stage.startNotifier([endpointFor('shop', shop)])
    const args = ['backfill', '--since', '2h']

    const dry = await webhooks(stage, [...args, '--dry-run'], store.settings)
    const runs = await Promise.all([1, 2, 3].map(() => webhooks(stage, args, store.settings)))
    const again = await webhooks(stage, args, store.settings)
    await eventually('all arrive', () => wanted.every((jobId) => shop.accepted.has(jobId)))
    await stage.client.del(wanted.map(keys.outcome))
    const afterExpiry = await webhooksJson(stage, args, store.settings)

    expect(dry.stdout).toMatch(/^25 users since .*; 25 have no event\.\n$/)
    expect(runs.map(({ stderr, code }) => ({ stderr, code }))).toEqual(runs.map(() => ({ stderr: '', code: 0 })))
    expect(again.stdout).toMatch(/25 users .*; 0 have no event\.\n0 written/)
    expect(afterExpiry).toMatchObject({ users: 25, missing: 0, written: 0 })
    expect([...shop.accepted].toSorted()).toEqual(wanted.toSorted())
    expect(await stage.client.xlen(keys.outcomes)).toBe(25)
    const { event } = shop.received.find(({ id }) => id === wanted[0])!
    expect(event.data).toMatchObject({ userId: made[5]!.userId, username: 'Person-5', status: 'completed' })
  })
})

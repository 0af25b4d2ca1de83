import { randomUUID } from 'node:crypto'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { StoreUnavailableError } from '@registrar/users/user-store'
import { MongoClient } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { insertOne } from '../support/stores/insert-one.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const engines = storeEngines.filter(({ name }) => name === 'mongodb')

describe.each(engines)('the $name store refuses to work without the unique index', ({ create }) => {
  it('when an index of another kind is in the way', async () => {
    await using at = await create()
    await using client = new MongoClient(at.settings.MONGODB_URI!)
    await client.db().collection('users').createIndex({ usernameKey: 1 }, { name: 'usernameKey' })
    await using store = await openUserStore(at.settings)
    await expect(store.prepare()).rejects.toThrow(ConfigurationError)
    await expect(store.prepare()).rejects.toThrow(/Drop that index/)
  })

  it('when two users already share a name', async () => {
    await using at = await create()
    await using client = new MongoClient(at.settings.MONGODB_URI!)
    await client
      .db()
      .collection('users')
      .insertMany([{ usernameKey: 'ada' }, { usernameKey: 'ada' }])
    await using store = await openUserStore(at.settings)
    await expect(store.prepare()).rejects.toThrow(ConfigurationError)
  })
})

it('a server that does not answer is StoreUnavailableError, within seconds', async () => {
  await using store = await openUserStore({ DATA_DIR: '', MONGODB_URI: 'mongodb://127.0.0.1:1/x' })
  await expect(store.prepare()).rejects.toThrow(StoreUnavailableError)
  const user = { username: 'ada', usernameKey: 'ada', passwordHash: '', jobId: '', createdAt: new Date() }
  await expect(insertOne(store, { userId: randomUUID(), ...user })).rejects.toThrow(StoreUnavailableError)
})

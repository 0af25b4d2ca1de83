import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { outcomeOf } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { type MongoServer, startMongo } from '../support/stores/mongo-server.ts'
import { mongoStoreAt } from '../support/stores/test-store.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'

const mongo = inject('mongo')
const canFail = mongo && mongo.engine.kind !== 'running'

let server: MongoServer
beforeAll(async () => {
  if (canFail) server = await startMongo(mongo.engine)
})
afterAll(() => server?.[Symbol.asyncDispose]())

type Fault = Record<string, unknown>

/** Makes the server treat the next `times` inserts of our workers as `fault` says. */
async function failInserts(fault: Fault, times: number): Promise<void> {
  await using client = new MongoClient(server.uri('admin'))
  await client.db('admin').command({
    configureFailPoint: 'failCommand',
    mode: { times },
    data: { failCommands: ['insert'], appName: 'registrar-worker', ...fault },
  })
}

async function withRun(body: (run: FaultRun) => Promise<void>): Promise<void> {
  await using store = await mongoStoreAt(server.uri(freshName()))
  await using run = await startFaultRun(store)
  await run.addWorker()
  await outcomeOf(run.gateway.url, await run.register('taken-before')) // connected, the index made
  await body(run)
}

const WRITE_CONCERN_TIMEOUT = { writeConcernError: { code: 64, codeName: 'WriteConcernFailed', errmsg: 'timed out' } }

describe.runIf(canFail)('the true outcome is reported when the server', () => {
  it.each<[string, Fault, number]>([
    ['closes the connection before the write', { closeConnection: true }, 1],
    ['closes the connection again at the driver’s own retry', { closeConnection: true }, 3],
    ['says NotWritablePrimary', { errorCode: 10107, errorLabels: ['RetryableWriteError'] }, 1],
    ['is stepping down', { errorCode: 189, errorLabels: ['RetryableWriteError'] }, 3],
    ['answers after 3 s', { blockConnection: true, blockTimeMS: 3_000 }, 1],
    ['answers after the driver has given up', { blockConnection: true, blockTimeMS: 6_000 }, 1],
    ['has written, and gives up waiting for a majority', WRITE_CONCERN_TIMEOUT, 1],
    ['says an error that nobody has foreseen', { errorCode: 8_000 }, 2],
  ])('%s', async (_what, fault, times) => {
    await withRun(async (run) => {
      await failInserts(fault, times)
      const free = await run.register('free')
      expect(await outcomeOf(run.gateway.url, free)).toMatchObject({ status: 'completed' })
      expect(await run.verify()).toEqual({ accepted: 2, completed: 2, rejected: 0, failed: 0 })
    })
  })

  it.each<[string, Fault]>([
    ['closes the connection while it refuses a duplicate', { closeConnection: true }],
    ['gives up waiting for a majority while it refuses a duplicate', WRITE_CONCERN_TIMEOUT],
    ['answers a duplicate after 3 s', { blockConnection: true, blockTimeMS: 3_000 }],
  ])('%s', async (_what, fault) => {
    await withRun(async (run) => {
      await failInserts(fault, 1)
      const rival = await run.register('TAKEN-before')
      expect(await outcomeOf(run.gateway.url, rival)).toMatchObject({ status: 'rejected', reason: 'username_taken' })
      expect(await run.verify()).toEqual({ accepted: 2, completed: 1, rejected: 1, failed: 0 })
    })
  })
})

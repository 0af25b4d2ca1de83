import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, outcomeOf, PASSWORD, readRegistration, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { command } from '../support/processes/command.ts'
import { operate, operateJson } from '../support/processes/operate.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startWorker } from '../support/processes/service-process.ts'
import { startRedis } from '../support/redis/redis-server.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { create } = storeEngines[0]!

describe('operate on a running Registrar', () => {
  it('pause keeps what is accepted waiting, over restarts of worker and Redis, until resume', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    const { gateway, redis } = registrar
    await outcomeOf(gateway.url, await accepted(gateway.url, freshName()))
    expect(await operateJson(redis.url, ['status'])).toMatchObject({ workers: 1, paused: false })

    const paused = await operate(redis.url, ['pause'])
    const jobId = await accepted(gateway.url, freshName())
    registrar.workers[0]!.child.kill('SIGKILL')
    await redis.kill()
    await redis.restart()
    await using _worker = await startWorker(registrar.variables)
    const later = await eventually('accepted again', async () => {
      const answer = await register(gateway.url, { username: freshName(), password: PASSWORD })
      return answer.status === 202 ? ((await answer.json()) as { jobId: string }).jobId : undefined
    })
    await eventually('the worker is there', async () => (await operateJson(redis.url, ['status'])).workers === 1)
    expect(paused.stdout).toMatch(/^Paused: .*npm run operate -- resume\n$/)
    expect(await operateJson(redis.url, ['status'])).toMatchObject({ waiting: 2, active: 0, paused: true })
    expect((await operate(redis.url, ['status'])).stdout).toMatch(/^paused +yes +until npm run operate -- resume$/m)
    expect(await operateJson(redis.url, ['list', '--status', 'waiting'])).toMatchObject([
      { jobId, status: 'queued' },
      { jobId: later, status: 'queued' },
    ])
    expect(await readRegistration(gateway.url, jobId)).toMatchObject({ status: 'queued' })

    expect((await operate(redis.url, ['resume'])).stdout).toMatch(/^Resumed: \d waiting\.\n$/)
    for (const id of [jobId, later]) expect(await outcomeOf(gateway.url, id)).toMatchObject({ status: 'completed' })
    expect((await operate(redis.url, ['resume'])).stdout).toBe('Not paused: 0 waiting.\n')
    expect(JSON.parse((await operate(redis.url, ['show', jobId.toUpperCase()])).stdout)).toMatchObject({
      jobId,
      status: 'completed',
      userId: expect.any(String),
    })
  })

  it('retry gives a registration that failed another chance; show says who asked for it, and never the seal', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    const { gateway, redis } = registrar
    const strange = keyFilesBelow(join(store.settings.DATA_DIR!, 'strange'))
    makeKeysOnce(strange)
    const username = freshName()
    const jobId = await accepted(gateway.url, username)
    {
      await using _failing = await startWorker({
        ...registrar.variables,
        SEALING_PRIVATE_KEY_FILES: strange.privateFile,
      })
      expect(await outcomeOf(gateway.url, jobId)).toMatchObject({ status: 'failed' })
    }
    const shown = JSON.parse((await operate(redis.url, ['show', jobId])).stdout)
    expect(shown).toEqual({
      ...{ jobId, status: 'failed', reason: 'seal_unknown_key', crashes: 0, username, userId: expect.any(String) },
      ...{ createdAt: expect.any(String), startedAt: expect.any(String), failedAt: expect.any(String) },
      requestId: expect.any(String),
    })
    const stranger = '00000000-0000-4000-8000-000000000000'
    expect(await operate(redis.url, ['retry', jobId, stranger])).toEqual({
      code: 1,
      stdout: '1 returned to the queue.\n',
      stderr: `There is no failed registration ${stranger}.\n`,
    })
    await using _worker = await startWorker(registrar.variables)
    expect(await outcomeOf(gateway.url, jobId)).toMatchObject({ status: 'completed' })
  })

  it('status --watch goes on until it is stopped, and then exits with 0', async () => {
    await using server = await startRedis()
    await using watching = command('tools/operate/main.ts', ['status', '--watch', '--json'], { REDIS_URL: server.url })
    await eventually('three readings', () => watching.stdout().split('\n').length > 3)
    watching.child.kill('SIGTERM')
    expect(await watching.exited).toBe(0)
    const lines = watching.stdout().trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).waiting)).toEqual(lines.map(() => 0))
  })

  it('finds the Redis of the npm start on DATA_DIR', async () => {
    using folder = temporaryFolder()
    await using server = await startRedis()
    mkdirSync(join(folder.path, 'redis'))
    writeFileSync(join(folder.path, 'redis/url'), server.url) // as npm start writes it
    const { stdout } = await operate('', ['status', '--json'], { DATA_DIR: folder.path })
    expect(JSON.parse(stdout)).toMatchObject({ waiting: 0 })
  })
})

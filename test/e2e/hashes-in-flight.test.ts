import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { accepted, outcomeOf } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startTestDirectory } from '../support/processes/directory.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

/** The threads of a process that hash: Node names each of its threads, and Linux shows the names. */
const hashingThreads = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).filter((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').startsWith('libuv-worker'),
  )

it.runIf(process.platform === 'linux').each([1, 3])(
  'a worker has no more hashes in flight than WORKER_CONCURRENCY=%i says, however many registrations wait',
  async (concurrency) => {
    await using store = await storeEngines[0]!.create()
    await using registrar = await startRegistrar({ store, variables: { WORKER_CONCURRENCY: `${concurrency}` } })
    const { gateway, workers } = registrar
    const jobIds = await Promise.all(Array.from({ length: 20 }, () => accepted(gateway.url, freshName())))
    for (const jobId of jobIds) expect(await outcomeOf(gateway.url, jobId)).toMatchObject({ status: 'completed' })
    expect(hashingThreads(workers[0]!.child.pid!)).toHaveLength(concurrency)
  },
)

it.runIf(process.platform === 'linux').each([2, 5])(
  'a directory computes no more hashes at a time than VERIFY_CONCURRENCY=%i says: it has as many threads for them',
  async (concurrency) => {
    await using store = await storeEngines[0]!.create()
    await using directory = await startTestDirectory(store, { VERIFY_CONCURRENCY: `${concurrency}` })
    const logIn = (n: number) => directory.call('POST', '/verify', { username: `name${n}`, password: 'wrong' })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => logIn(n)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(hashingThreads(directory.service.child.pid!)).toHaveLength(concurrency)
  },
)

import { createSocket } from 'node:dgram'
import dns from 'node:dns'
import { once } from 'node:events'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { StoreUnavailableError } from '@registrar/users/user-store'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startMongo } from '../support/stores/mongo-server.ts'

const engine = inject('mongo')?.engine
it.runIf(engine && engine.kind !== 'running')('a server that comes after the store is found', async () => {
  await using server = await startMongo(engine!)
  await server.kill()
  await using store = await openUserStore({ DATA_DIR: '', MONGODB_URI: server.uri('late') })
  await expect(store.prepare()).rejects.toThrow(StoreUnavailableError)
  await expect(store.prepare()).rejects.toThrow(StoreUnavailableError)
  await server.restart()
  await eventually('the store is prepared', () =>
    store.prepare().then(
      () => true,
      () => false,
    ),
  )
})

describe('a name of mongodb+srv that cannot be looked up is StoreUnavailableError, each time that it is tried', () => {
  const nameServers = dns.getServers()
  afterEach(() => dns.setServers(nameServers))
  const settings = { DATA_DIR: '', MONGODB_URI: 'mongodb+srv://user:hunter2@cluster.example.net/x' }

  it.each([
    ['refuses', 5],
    ['fails', 2],
    ['knows no such name', 3],
  ])('the name server %s (RFC 1035, RCODE %i)', async (_what, rcode) => {
    await using _ = await nameServer((query) => {
      query[2] = 0x81 // an answer to a query that may be recursive
      query[3] = rcode
      return query
    })
    await using store = await openUserStore(settings)
    for (let time = 0; time < 2; time++)
      await expect(store.prepare()).rejects.toThrow(/^MongoDB: its name is not found \(E\w+\)$/)
  })

  it('the name server does not answer: within seconds', async () => {
    await using _ = await nameServer(() => undefined)
    await using store = await openUserStore(settings)
    for (let time = 0; time < 2; time++) await expect(store.prepare()).rejects.toThrow(/^MongoDB: no connection yet/)
  })
})

/** Makes this process ask a name server that answers each query as `answer` does. */
async function nameServer(answer: (query: Buffer) => Buffer | undefined): Promise<AsyncDisposable> {
  const socket = createSocket('udp4', (query, { port, address }) => {
    const reply = answer(query)
    if (reply) socket.send(reply, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  dns.setServers([`127.0.0.1:${socket.address().port}`])
  return { [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())) }
}

describe('options that can never work are a sentence, not an outage', () => {
  const open = (options: string) =>
    openUserStore({ DATA_DIR: '', MONGODB_URI: `mongodb://user:hunter2@127.0.0.1:1/x?${options}` })

  it.each(['hunter2=1', 'maxPoolSize=hunter2', 'tls=maybe', 'w='])('%s', async (options) => {
    await expect(open(options)).rejects.toThrow(ConfigurationError)
    await expect(open(options)).rejects.toThrow(
      /^MONGODB_URI (?!.*hunter2).* with options that the MongoDB driver knows\.$/,
    )
  })

  it.each([
    [
      'tls=true&tlsCAFile=/nowhere/hunter2.pem',
      /^MONGODB_URI names a file in its options that cannot be read \(ENOENT\)/,
    ],
    ['minPoolSize=5&maxPoolSize=1', /^MONGODB_URI has options that contradict each other/],
  ])('%s', async (options, sentence) => {
    await using store = await open(options)
    await expect(store.prepare()).rejects.toThrow(ConfigurationError)
    await expect(store.prepare()).rejects.toThrow(sentence)
    await expect(store.prepare()).rejects.not.toThrow('hunter2')
  })
})

import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { translatingFaults } from '@registrar/users/stores/mongo-faults'
import { StoreUnavailableError } from '@registrar/users/user-store'
import { MongoServerError } from 'mongodb'
import { expect, it } from 'vitest'

const translated = (error: unknown) => translatingFaults(() => Promise.reject(error)).catch((thrown: unknown) => thrown)

/** The error of what is written after the other side has closed, and before our side has noticed everything. */
async function errorOfLateWrite(): Promise<unknown> {
  await using server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').resume()
  await once(socket, 'end')
  socket.write('a command')
  const [error] = await once(socket, 'error')
  return error
}

it('a connection that the server is just closing is an outage of the store, like every other', async () => {
  const error = await errorOfLateWrite()
  expect(error).toMatchObject({ code: 'EPIPE' }) // what the driver hands on as it is
  expect(await translated(error)).toBeInstanceOf(StoreUnavailableError)
})

it('an error of our own code, or about our own document, is none', async () => {
  const noFile = Object.assign(new Error('a folder'), { code: 'EISDIR', syscall: 'read' })
  for (const error of [new TypeError('no'), noFile, new MongoServerError({ message: 'too large', code: 10334 })])
    expect(await translated(error)).toBe(error)
})

// A minimal receiver of webhooks: it reads the body, answers 204, and counts. `GET /` returns the count.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { reply } from '../stage/task.ts'

process.once('disconnect', () => process.exit(0))

let received = 0
const server = createServer((request, response) => {
  if (request.method === 'GET') return response.end(`${received}`)
  request.resume().once('end', () => {
    received++
    response.writeHead(204).end()
  })
})
server.keepAliveTimeout = 0 // a connection that is idle while the others have their turn is kept
const port = Number(process.env['PORT'] ?? 0)
server.listen(port, '127.0.0.1', () => reply({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))

// A receiver of webhooks that does the least there is: reads the body, answers 204, and counts. `GET /` says how many.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tell } from '../stage/order.ts'

process.once('disconnect', () => process.exit(0))

let received = 0
const server = createServer((request, response) => {
  if (request.method === 'GET') return response.end(`${received}`)
  request.resume().once('end', () => {
    received++
    response.writeHead(204).end()
  })
})
server.listen(0, '127.0.0.1', () => tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))

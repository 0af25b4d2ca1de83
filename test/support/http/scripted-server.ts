import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer. The request comes whole. */
export type Answer = (response: ServerResponse, request: ReceivedRequest) => void

type ReceivedRequest = { method: string; path: string; headers: IncomingMessage['headers']; body: string }

export type ScriptedServer = AsyncDisposable & {
  url: string
  /** All requests so far. */
  requests: ReceivedRequest[]
}

/** A server that answers its first request with the first of `script`, and so on; the last one stands for all that follow. */
export async function startScriptedServer(...script: [Answer, ...Answer[]]): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = []
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await incoming.toArray()).toString()
    const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body }
    const answer = script[Math.min(requests.push(request), script.length) - 1]!
    response.setHeader('x-request-id', incoming.headers['x-request-id'] ?? 'none')
    answer(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers JSON. */
export const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

/** Answers a problem document. */
export const problem = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  more: object = {},
): Answer =>
  json(
    status,
    {
      type: `urn:registrar:problem:${code}`,
      title: 'Title',
      status,
      detail: 'detail',
      code,
      instance: 'none',
      ...more,
    },
    { 'content-type': 'application/problem+json', ...headers },
  )

/** Closes the connection instead of answering. */
export const cut: Answer = (response) => response.destroy()

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { trackConnections } from './connections.ts'
import { type ListenVariables, listenFault } from './listen-fault.ts'
import { refuseUnreadable } from './refuse-unreadable.ts'

/** A request is one small packet: a client that needs longer than this is broken or means harm. */
const TIME_OUTS = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 }

/** Longer than the 60 s after which common load balancers drop an idle connection, so that it is never us who race. */
const KEEP_ALIVE_MS = 65_000

export type HttpServer = AsyncDisposable & { url: string }

export type Place = {
  host: string
  /** 0: any free one. */
  port: number
  /** Where `host` and `port` come from. */
  variables: ListenVariables
  /** Shares the port with other processes that do the same: the kernel spreads the connections over them. */
  reusePort?: boolean
  maxConnections: number
}

/**
 * Answers requests at `place`. Disposing the server stops accepting, answers the requests that are complete and ends
 * all other connections within a second.
 * @throws ConfigurationError when the port is taken or may not be used, or cannot be shared on this system
 */
export async function startHttpServer(
  listener: RequestListener,
  { host, port, variables, reusePort = false, maxConnections }: Place,
): Promise<HttpServer> {
  const server = createServer({ ...TIME_OUTS, keepAliveTimeout: KEEP_ALIVE_MS })
  const connections = trackConnections(server, maxConnections)
  server.on('request', (request, response) => {
    connections.note(request, response)
    listener(request, response)
  })
  server.on('clientError', (error, socket) => {
    if (connections.isAnswering(socket)) socket.destroy()
    else refuseUnreadable(error, socket)
  })
  server.listen({ port, host, reusePort })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw listenFault(error as NodeJS.ErrnoException, host, port, variables)
  }
  const { port: actualPort } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    [Symbol.asyncDispose]: () => connections.close(),
  }
}

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { ConfigurationError } from '@registrar/shared/environment'
import type { Hono } from 'hono'
import type { GatewayEnv } from './gateway-env.ts'

/** A registration is one small packet: a client that needs longer than this is broken or means harm. */
const TIME_OUTS = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 }

/** Longer than the 60 s after which common load balancers drop an idle connection, so that it is never us who race. */
const KEEP_ALIVE_MS = 65_000

export type HttpServer = AsyncDisposable & { url: string }

/**
 * Serves `app` on `host`:`port` (0: any free one). Disposing it stops accepting and waits for the answers under way.
 * @throws ConfigurationError when the port is taken or may not be used
 */
export async function serveHttp(
  app: Hono<GatewayEnv>,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { ...TIME_OUTS, keepAliveTimeout: KEEP_ALIVE_MS },
  }) as Server
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new ConfigurationError(explain(error as NodeJS.ErrnoException, host, port))
  }
  const { port: actualPort } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      // A connection that was busy at close() becomes an idle one with its answer: those are closed as they appear.
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      await closed
      clearInterval(sweep)
    },
  }
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken; stop what listens there, or set PORT to another.`
  if (code === 'EACCES') return `Port ${port} may not be used by this user; set PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is "${host}", which is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all.`
  return `Cannot listen on ${host}:${port}: ${message}`
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import { ConfigurationError } from '@registrar/shared/process/environment'

type HealthOptions = { host: string; port: number; isReady: () => Promise<boolean> }

/**
 * Answers an orchestrator: `/livez` while the process lives, `/readyz` with 200 while it takes jobs, else 503.
 * @throws ConfigurationError when the port is taken
 */
export async function serveHealth({ host, port, isReady }: HealthOptions): Promise<AsyncDisposable> {
  const server = createServer(async (request, response) => {
    const well = request.url === '/livez' || (request.url === '/readyz' ? await isReady() : undefined)
    const status = well === undefined ? 404 : well ? 200 : 503
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify({ status: well ? 'ok' : 'unavailable' }))
  })
  server.listen(port, host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigurationError(
      `The worker's health port ${host}:${port} cannot be used (${error.code}); set HEALTH_PORT to another, or unset it.`,
    )
  })
  return {
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

import { startHttpServer } from './http-server.ts'

type HealthOptions = { host: string; port: number; isReady: () => Promise<boolean> }

/** Orchestrators ask one at a time. */
const MAX_CONNECTIONS = 50

/**
 * Answers an orchestrator: `/livez` while the process lives, `/readyz` with 200 while `isReady`, else 503.
 * @throws ConfigurationError when the port cannot be used
 */
export const serveHealth = ({ host, port, isReady }: HealthOptions): Promise<AsyncDisposable> =>
  startHttpServer(
    async ({ url }, response) => {
      const isWell = url === '/livez' || (url === '/readyz' ? await isReady() : undefined)
      const status = isWell === undefined ? 404 : isWell ? 200 : 503
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
      response.end(JSON.stringify({ status: isWell ? 'ok' : 'unavailable' }))
    },
    { host, port, variables: { host: 'HEALTH_HOST', port: 'HEALTH_PORT' }, maxConnections: MAX_CONNECTIONS },
  )

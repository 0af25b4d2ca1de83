import { once } from 'node:events'
import { createServer } from 'node:net'
import { listenFault } from '@registrar/shared/http/listen-fault'

/**
 * The port that several gateways are going to share: `port`, or a free one when that is 0.
 *
 * Processes that share a port do not notice each other: a second `npm start` would silently get a part of the first one's
 * connections. A socket that does not share is refused, so one is opened here and closed again, just before the gateways
 * start. Only two starts within the same half second can miss each other.
 * @throws ConfigurationError when the port is taken or may not be used
 */
export async function findSharedPort({ host, port }: { host: string; port: number }): Promise<number> {
  const server = createServer().listen(port, host)
  await once(server, 'listening').catch((error) => {
    throw listenFault(error, host, port, { host: 'HOST', port: 'PORT' })
  })
  const found = (server.address() as { port: number }).port
  server.close()
  await once(server, 'close')
  return found
}

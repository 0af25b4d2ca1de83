import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { request } from 'undici'
import { blockedAddresses } from './blocked-addresses.ts'
import { createEndpointAgent } from './endpoint-agent.ts'

/**
 * Shows that private addresses are refused here, by trying to reach a server of our own over http and https: Node 20
 * passes over the option silently, and would let endpoints reach whatever this machine can.
 * @throws ConfigurationError when it could be reached
 */
export async function demandBlocking(): Promise<void> {
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const agent = createEndpointAgent({ connections: 1, blocked: blockedAddresses() })
  try {
    for (const scheme of ['http', 'https']) {
      const refusal = await request(`${scheme}://localhost:${port}/`, { dispatcher: agent }).catch((error) => error)
      if (refusal.code !== 'ERR_IP_BLOCKED')
        throw new ConfigurationError(
          `This Node (${process.version}) does not block connections to private addresses; run the notifier with Node 24 or newer.`,
        )
    }
  } finally {
    await agent.destroy()
    server.close()
    server.closeAllConnections()
  }
}

import { type BlockList, connect as connectTcp, type LookupFunction, type Socket } from 'node:net'
import { Agent, buildConnector } from 'undici'

/** An endpoint that cannot be reached within this is down; the whole attempt may take longer. */
const CONNECT_TIMEOUT_MS = 10_000

type Options = {
  /** Connections at a time. */
  connections: number
  /** Addresses that are refused, whatever the name resolved to: with ERR_IP_BLOCKED. */
  blocked?: BlockList | undefined
  lookup?: LookupFunction
}

/**
 * Makes the connections to one endpoint, and to no other: a pool that two shared would let a slow one keep the other
 * waiting, and one allowed private addresses could leave a socket behind for one that is not.
 *
 * The TCP connection is always made here, by `net.connect`, and TLS put on top of it: `tls.connect`, and with it
 * `https.Agent` and undici's own connector, pass over a `blockList` (Node 24.21).
 */
export function createEndpointAgent({ connections, blocked, lookup }: Options): Agent {
  const upgrade = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS })
  return new Agent({
    connections,
    connect(options, callback) {
      const { hostname, protocol, port } = options
      const socket = connectTcp({
        host: hostname,
        port: Number(port || (protocol === 'https:' ? 443 : 80)),
        noDelay: true,
        ...(blocked && { blockList: blocked }),
        ...(lookup && { lookup }),
      })
      const fail = (error: Error) => callback(error, null)
      socket.once('error', fail)
      socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(unreachable()))
      socket.once('connect', () => {
        socket.off('error', fail).setTimeout(0)
        if (protocol === 'https:') upgrade({ ...options, httpSocket: socket }, callback)
        else callback(null, socket as Socket)
      })
    },
  })
}

const unreachable = () => Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { hasBody } from './discard-body.ts'

/**
 * How long a connection may still bring a request once the server closes: one that was on its way is answered, while
 * those that load balancers and browsers hold open in silence do not delay the shutdown.
 */
const GRACE_MS = 500
const SWEEP_MS = 50
/**
 * How long a server that closes goes on accepting at most: Node accepts one connection in a turn of the event loop, the
 * kernel may hold some five hundred, and on a busy machine two hundred took more than half a second.
 */
const ACCEPT_MS = 3_000

export type Connections = {
  /** Notes that `response` is going to answer `request`. */
  note(request: IncomingMessage, response: ServerResponse): void
  /** Whether an answer on this connection has begun and not ended: nothing else may be written to it. */
  isAnswering(socket: Duplex): boolean
  /** Stops accepting, answers the requests that are complete, and ends all connections. */
  close(): Promise<void>
}

/**
 * Knows which connections of `server` are about to be answered. Above `max` connections the one that has been without a
 * complete request for longest makes room for a new one; where each has one, the new one is refused.
 */
export function trackConnections(server: Server, max: number): Connections {
  const open = new Set<Socket>()
  /** Those without a complete request, in the order in which they became so. */
  const waiting = new Set<Socket>()
  const answers = new Map<Duplex, ServerResponse>()
  let isClosing = false
  let accepted = 0

  const forget = (socket: Socket) => {
    open.delete(socket)
    waiting.delete(socket)
  }
  server.on('connection', (socket) => {
    accepted++
    open.add(socket)
    socket.once('close', () => forget(socket))
    if (open.size > max) {
      const { value: longest = socket } = waiting.values().next()
      forget(longest)
      longest.destroy()
    }
    if (open.has(socket)) waiting.add(socket)
  })

  const endsAt = new Map<Socket, number>()
  /** Ends each connection that has nothing to be answered, and cuts it off when that takes too long. */
  const endWaiting = () => {
    const now = performance.now()
    for (const socket of open) {
      const answer = answers.get(socket)
      if (answer?.req.complete && !answer.writableEnded) continue
      const endAt = endsAt.get(socket)
      if (endAt === undefined) socket.destroySoon()
      else if (now > endAt) socket.destroy()
      endsAt.set(socket, endAt ?? now + GRACE_MS)
    }
  }

  /** What the kernel has connected and nobody has accepted yet, it would reset when the listener closes. */
  const acceptAll = async () => {
    await turn() // of the event loop, which may be past its look at the sockets
    const until = performance.now() + ACCEPT_MS
    for (let before = -1; accepted !== before && performance.now() < until; await turn()) before = accepted
  }

  return {
    note(request, response) {
      const { socket } = request
      answers.set(socket, response)
      if (hasBody(request)) request.once('end', () => waiting.delete(socket))
      else waiting.delete(socket)
      if (isClosing) response.setHeader('connection', 'close')
      response.once('close', () => {
        if (answers.get(socket) === response) answers.delete(socket)
        if (open.has(socket)) waiting.add(socket)
      })
    },

    isAnswering: (socket) => answers.get(socket)?.headersSent ?? false,

    async close() {
      isClosing = true
      for (const answer of answers.values()) if (!answer.headersSent) answer.setHeader('connection', 'close')
      await acceptAll()
      // Not http's own close: it ends idle connections at once, and the time-outs of those that are not.
      const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve))
      await Promise.race([closed, delay(GRACE_MS)])
      const sweep = setInterval(endWaiting, SWEEP_MS)
      await closed
      clearInterval(sweep)
    },
  }
}

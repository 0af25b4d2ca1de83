import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** One connection of a server. */
export type Connection = {
  socket: Socket
  /** The answer that is being given, or will be. */
  answer?: ServerResponse | undefined
  /** Its place in the order in which connections came to wait for a complete request; undefined when it has one. */
  waitsFrom?: number | undefined
}

/** How many one search finds, so that in a flood of connections not every new one costs a search. */
const AT_ONCE = 256

/** Finds the connection that has waited longest for a complete request, then the one after it; undefined when none waits. */
export function createLongestWaiting(open: ReadonlyMap<Duplex, Connection>): { next(): Connection | undefined } {
  /** Sorted, the longest wait last. A connection that has begun to wait since the search has waited less than all of these. */
  let found: { connection: Connection; waitsFrom: number }[] = []

  const search = () => {
    for (const connection of open.values())
      if (connection.waitsFrom !== undefined) found.push({ connection, waitsFrom: connection.waitsFrom })
    found = found.sort((one, other) => other.waitsFrom - one.waitsFrom).slice(-AT_ONCE)
  }
  const nextFound = () => {
    for (let last = found.pop(); last; last = found.pop()) {
      const { connection, waitsFrom } = last
      if (open.has(connection.socket) && connection.waitsFrom === waitsFrom) return connection
    }
    return undefined
  }
  return {
    next() {
      const connection = nextFound()
      if (connection) return connection
      search()
      return nextFound()
    },
  }
}

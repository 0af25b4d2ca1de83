import type { Duplex } from 'node:stream'

/**
 * Gives all commands of one turn of the event loop to the system in one piece. A write to a socket costs more than all
 * else that a command costs, and a Redis that syncs every write then syncs once for all of them.
 */
export function writeOncePerTurn(socket: Duplex): void {
  const write = socket.write.bind(socket) as Duplex['write']
  socket.write = ((...chunk: Parameters<typeof write>) => {
    if (socket.writableCorked === 0) {
      socket.cork()
      setImmediate(() => socket.uncork())
    }
    return write(...chunk)
  }) as Duplex['write']
}

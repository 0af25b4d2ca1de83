import Denque from 'denque'
import type { Command, Redis } from 'ioredis'

/** How many times the event loop turns, with pauses in between, before a command is given up. */
const TICKS = 8

/**
 * Rejects a command of `redis` that has had no reply for `ms`, an eighth more or less. ioredis's own commandTimeout goes
 * by the clock: when the event loop has been blocked for that long, it rejects commands whose replies are waiting in the
 * socket, and commands that have not even been written. This one counts ticks of the event loop, of which a standstill
 * is one, and looks at the socket before it gives up.
 */
export function limitCommands(redis: Redis, ms: number): void {
  // In the order in which they were sent. Redis answers in that order, so those that are settled stand in front, and are
  // let go of with each new one. Held until the next tick, or by arrays that are copied, they would grow old, and V8 would
  // spend as much time on them as on all the rest of a request.
  const waiting = new Denque<{ command: Command; since: number }>()
  let tick = 0
  const letGo = () => {
    while (waiting.peekFront()?.command.isSettled) waiting.shift()
  }
  const rejectOverdue = () => {
    tick++
    letGo()
    const overdue = waiting.toArray().filter(({ since }) => tick - since >= TICKS)
    if (overdue.length === 0) return
    setImmediate(() => {
      // By now the event loop has read what there was.
      for (const { command } of overdue) if (!command.isSettled) command.reject(new Error('Command timed out'))
    })
  }
  const timer = setInterval(rejectOverdue, ms / TICKS).unref()
  redis.once('end', () => clearInterval(timer))

  const sendCommand = redis.sendCommand.bind(redis)
  redis.sendCommand = (command, stream) => {
    letGo()
    waiting.push({ command, since: tick })
    return sendCommand(command, stream)
  }
}

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
  const waiting = createLine()
  let tick = 0
  const rejectOverdue = () => {
    tick++
    const overdue = waiting.sentBefore(tick - TICKS)
    if (overdue.length === 0) return
    setImmediate(() => {
      // By now the event loop has read what there was.
      for (const command of overdue) if (!command.isSettled) command.reject(new Error('Command timed out'))
    })
  }
  const timer = setInterval(rejectOverdue, ms / TICKS).unref()
  redis.once('end', () => clearInterval(timer))

  const sendCommand = redis.sendCommand.bind(redis)
  redis.sendCommand = (command, stream) => {
    waiting.add(command, tick)
    return sendCommand(command, stream)
  }
}

/** How many places of settled commands may stand before the first of those that are not. */
const MOST_EMPTY = 1_024

/**
 * Commands in the order in which they were sent. Redis answers them in that order, so those that are settled stand in
 * front, and are let go of with each new one. Held for longer, or by a list that is copied, they would grow old, and V8
 * would spend as much time on them as on all the rest of a request.
 */
function createLine() {
  const line: ({ command: Command; since: number } | undefined)[] = []
  let first = 0
  const letGo = () => {
    while (first < line.length && line[first]!.command.isSettled) line[first++] = undefined
    if (first < MOST_EMPTY) return
    line.copyWithin(0, first)
    line.length -= first
    first = 0
  }
  return {
    add(command: Command, since: number) {
      letGo()
      line.push({ command, since })
    },
    /** Those that are not settled and were sent at `tick` or before. */
    sentBefore(tick: number): Command[] {
      letGo()
      const unsettled = line.slice(first).map((entry) => entry!)
      return unsettled.filter(({ command, since }) => since <= tick && !command.isSettled).map(({ command }) => command)
    },
  }
}

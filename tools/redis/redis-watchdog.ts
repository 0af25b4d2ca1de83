import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { environmentOf } from '../start/environment-of.ts'

/**
 * Reads, line by line, the process id of the Redis that runs now, or an empty line when none does. The end of the input
 * comes when every process that holds the other end has exited, however: then it stops that Redis, within 10 s.
 */
const SCRIPT = `
trap '' TERM INT HUP
redis=
while read -r line; do redis=$line; done
[ -n "$redis" ] && kill -TERM "$redis" || exit 0
tenths=0
while kill -0 "$redis" && [ $tenths -lt 100 ]; do sleep 0.1; tenths=$((tenths + 1)); done
kill -KILL "$redis"
`

export type RedisWatchdog = AsyncDisposable & {
  /** The other end. Each process that needs Redis inherits it, so that Redis outlives them all. */
  lifeline: Writable
  /** Watches over `redis` from now on, instead of the one before. */
  watch(redis: ChildProcess): void
}

/**
 * Makes sure that no Redis is left behind when this process is killed outright (SIGKILL, out of memory) and has no
 * chance to stop it. A shell in a session of its own, because it has to survive what ends everything else, and takes 1 MB.
 */
export function startRedisWatchdog(): RedisWatchdog {
  const shell = spawn('sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: environmentOf([], process.env),
  })
  shell.on('error', () => {}) // without a shell there is none: Redis is then stopped by the next start
  const exited = once(shell, 'exit').catch(() => {})
  const lifeline = shell.stdin
  lifeline.on('error', () => {}) // somebody has killed it
  return {
    lifeline,
    watch(redis) {
      lifeline.write(`${redis.pid ?? ''}\n`)
      redis.once('exit', () => lifeline.write('\n'))
    },
    async [Symbol.asyncDispose]() {
      lifeline.end()
      await exited
    },
  }
}

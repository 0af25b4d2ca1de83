import { Redis } from 'ioredis'
import { eventually } from '../eventually.ts'
import { type RedisServer, startRedis } from './redis-server.ts'

export type RedisPair = RedisServer & {
  /**
   * The replica becomes the primary, and the primary its replica, in sync at the switch, as in a planned failover of a
   * managed Redis. What `url` and `port` say changes with it. Every connection to the old primary stays open.
   */
  failOver(): Promise<void>
}

/** A Redis as `startRedis` gives it, and a second one, from the first failover on. */
export async function startRedisPair(): Promise<RedisPair> {
  await using started = new AsyncDisposableStack()
  let primary = started.use(await startRedis())
  let replica: RedisServer | undefined
  const running = started.move()
  return {
    get url() {
      return primary.url
    },
    get folder() {
      return primary.folder
    },
    get port() {
      return primary.port
    },
    pid: () => primary.pid(),
    ended: () => primary.ended(),
    kill: () => primary.kill(),
    restart: () => primary.restart(),
    signal: (signal) => primary.signal(signal),
    async failOver() {
      replica ??= running.use(await startRedis())
      await switchRoles(primary, replica)
      ;[primary, replica] = [replica, primary]
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Redis holds writes back while the replica receives what it lacks, then both change their roles. */
async function switchRoles(primary: RedisServer, replica: RedisServer): Promise<void> {
  const [from, to] = [new Redis(primary.url), new Redis(replica.url)]
  try {
    for (const [redis, { url }] of [
      [from, replica],
      [to, primary],
    ] as const) {
      await redis.config('SET', 'masterauth', new URL(url).password)
      await redis.config('SET', 'repl-diskless-sync-delay', '0')
    }
    if ((await to.role())[0] === 'master') await to.replicaof('127.0.0.1', primary.port)
    await eventually('the primary lists the replica as online', async () => {
      const [, , replicas] = (await from.role()) as [string, number, [string, string, string][]]
      return replicas.some(([, port]) => port === `${replica.port}`)
    })
    await from.call('FAILOVER', 'TO', '127.0.0.1', `${replica.port}`, 'TIMEOUT', '10000')
    await eventually('the replica is the primary', async () => (await to.role())[0] === 'master')
  } finally {
    from.disconnect()
    to.disconnect()
  }
}

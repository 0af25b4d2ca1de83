import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { explainRedisExit } from '../../../tools/redis/explain-redis-exit.ts'
import { freePort, untilRedisAnswers } from '../../../tools/redis/own-redis.ts'
import { redisUrl, spawnRedis } from '../../../tools/redis/redis-process.ts'
import { findRedisProgram } from '../../../tools/redis/redis-program.ts'
import { ownChild } from '../processes/children.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export type RedisServer = AsyncDisposable & {
  url: string
  folder: string
  port: number
  /** Its process, as long as it runs. */
  pid(): number
  /** Resolves when it has ended by itself, with what it said last. */
  ended(): Promise<string | undefined>
  /** SIGKILL, as a crash does it. */
  kill(): Promise<void>
  /** The same server again: same port, same files. Resolves when it answers. */
  restart(): Promise<void>
  /** Sends a signal: SIGSTOP freezes it, SIGCONT lets it go on. */
  signal(signal: NodeJS.Signals): void
}

type RedisOptions = {
  /** False chooses its place only. */
  running?: boolean
  /** Where its files go, when not into a folder of its own. */
  folder?: string
}

/** A Redis of its own for one test, configured as `npm start` does it. */
export async function startRedis({ running = true, folder: given }: RedisOptions = {}): Promise<RedisServer> {
  const folder = given ? { path: given, [Symbol.dispose]() {} } : temporaryFolder()
  const place = { folder: folder.path, port: await freePort(), password: 'only-for-this-test' }
  const url = redisUrl(place)
  let server: ChildProcess | undefined
  let explainExit: () => string | undefined

  const restart = async () => {
    server = ownChild(spawnRedis(findRedisProgram(), place))
    explainExit = explainRedisExit(server)
    await untilRedisAnswers(url, AbortSignal.timeout(30_000))
  }
  const kill = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  if (running) await restart()
  return {
    url,
    folder: folder.path,
    port: place.port,
    pid: () => server!.pid!,
    async ended() {
      if (server!.exitCode === null) await once(server!, 'close')
      return explainExit()
    },
    restart,
    kill,
    signal: (signal) => void server?.kill(signal),
    async [Symbol.asyncDispose]() {
      await kill()
      folder[Symbol.dispose]()
    },
  }
}

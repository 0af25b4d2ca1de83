import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mongoUri, spawnMongo, untilMongoAcceptsWrites } from '../../../tools/mongo/mongo-process.ts'
import { freePort } from '../../../tools/redis/own-redis.ts'
import type { MongoEngine } from '../../../tools/test/mongo-engine.ts'
import { ownChild } from '../processes/children.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export type MongoServer = AsyncDisposable & {
  port: number
  /** The URI of the database `name` on this server. */
  uri(name: string): string
  kill(): Promise<void>
  restart(): Promise<void>
  signal(signal: NodeJS.Signals): void
}

/** Starts `engine` as a replica set of one, with its files in a folder of its own. */
export async function startMongo(engine: MongoEngine): Promise<MongoServer> {
  if (engine.kind === 'running') return running(engine.uri)
  const folder = temporaryFolder()
  const place = { folder: folder.path, port: await freePort() }
  let server: ChildProcess | undefined

  const restart = async () => {
    server = ownChild(spawnMongo(engine, place))
    await untilMongoAcceptsWrites(engine, place)
  }
  const kill = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  await restart()
  return {
    port: place.port,
    uri: (name) => mongoUri(engine, place, name),
    restart,
    kill,
    signal: (signal) => void server?.kill(signal),
    async [Symbol.asyncDispose]() {
      await kill()
      folder[Symbol.dispose]()
    },
  }
}

function running(uri: string): MongoServer {
  const notOurs = () => Promise.reject(new Error('the server at MONGODB_URI is not ours to stop'))
  return {
    port: Number.NaN,
    uri: (name) => uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*/, `$1/${name}`),
    kill: notOurs,
    restart: notOurs,
    signal: () => void notOurs(),
    async [Symbol.asyncDispose]() {},
  }
}

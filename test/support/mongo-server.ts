import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { MongoClient } from 'mongodb'
import { freePort } from '../../tools/redis/own-redis.ts'
import type { MongoEngine } from '../../tools/test/mongo-engine.ts'
import { ownChild } from './children.ts'
import { eventually } from './eventually.ts'
import { temporaryFolder } from './temporary-folder.ts'

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
  const port = await freePort()
  const replicaSet = engine.kind === 'secantus' ? 'secantus' : 'rs0'
  const uri = (name: string) => `mongodb://127.0.0.1:${port}/${name}?replicaSet=${replicaSet}`
  let server: ChildProcess | undefined

  const restart = async () => {
    server = ownChild(
      spawn(engine.command, argumentsOf(engine.kind, port, folder.path, replicaSet), { stdio: 'ignore' }),
    )
    await untilWritable(`mongodb://127.0.0.1:${port}/?directConnection=true`, `127.0.0.1:${port}`, replicaSet)
  }
  const kill = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  await restart()
  return {
    port,
    uri,
    restart,
    kill,
    signal: (signal) => void server?.kill(signal),
    async [Symbol.asyncDispose]() {
      await kill()
      folder[Symbol.dispose]()
    },
  }
}

function argumentsOf(kind: 'mongod' | 'secantus', port: number, folder: string, replicaSet: string): string[] {
  if (kind === 'secantus')
    // Without --sync-on-commit a kill loses acknowledged writes.
    return ['--port', `${port}`, '--storage-path', folder, '--sync-on-commit', '--enable-test-commands']
  const common = ['--port', `${port}`, '--dbpath', folder, '--replSet', replicaSet, '--bind_ip', '127.0.0.1']
  return [...common, '--setParameter', 'enableTestCommands=1']
}

async function untilWritable(directUri: string, host: string, replicaSet: string): Promise<void> {
  await eventually('the MongoDB engine takes writes', async () => {
    const client = new MongoClient(directUri, { serverSelectionTimeoutMS: 500 })
    try {
      const hello = await client.db('admin').command({ hello: 1 })
      if (hello['isWritablePrimary']) return true
      const initiate = { _id: replicaSet, members: [{ _id: 0, host }] }
      await client.db('admin').command({ replSetInitiate: initiate })
    } catch {
      // not up yet, or initiated already and electing
    } finally {
      await client.close()
    }
    return false
  })
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

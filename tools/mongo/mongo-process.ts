import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import type { MongoEngine } from '../test/mongo-engine.ts'

/** An engine that has to be started. */
export type MongoProgram = Exclude<MongoEngine, { kind: 'running' }>
export type MongoPlace = { folder: string; port: number }

const replicaSetOf = ({ kind }: MongoProgram) => (kind === 'secantus' ? 'secantus' : 'rs0')

/** Where clients find the database `name` of the engine at `place`. */
export const mongoUri = (program: MongoProgram, { port }: MongoPlace, name: string): string =>
  `mongodb://127.0.0.1:${port}/${name}?replicaSet=${replicaSetOf(program)}`

/** Starts the engine as a replica set of one, with its files in the folder of `place`. */
export function spawnMongo(program: MongoProgram, place: MongoPlace): ChildProcess {
  return spawn(program.command, argumentsOf(program, place), { stdio: 'ignore' })
}

function argumentsOf(program: MongoProgram, { folder, port }: MongoPlace): string[] {
  if (program.kind === 'secantus')
    // Without --sync-on-commit a kill loses acknowledged writes.
    return ['--port', `${port}`, '--storage-path', folder, '--sync-on-commit', '--enable-test-commands']
  const common = ['--port', `${port}`, '--dbpath', folder, '--replSet', replicaSetOf(program), '--bind_ip', '127.0.0.1']
  return [...common, '--setParameter', 'enableTestCommands=1']
}

/** Resolves when the engine accepts writes, after making it a replica set if it is none. @throws Error after 60 s */
export async function untilMongoAcceptsWrites(program: MongoProgram, { port }: MongoPlace): Promise<void> {
  const host = `127.0.0.1:${port}`
  const deadline = performance.now() + 60_000
  while (performance.now() < deadline) {
    const client = new MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 500 })
    try {
      const hello = await client.db('admin').command({ hello: 1 })
      if (hello['isWritablePrimary']) return
      const initiate = { _id: replicaSetOf(program), members: [{ _id: 0, host }] }
      await client.db('admin').command({ replSetInitiate: initiate })
    } catch {
      // not up yet, or already initiated and electing
    } finally {
      await client.close()
    }
    await delay(20)
  }
  throw new Error('the MongoDB engine does not accept writes')
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { mongoUri, spawnMongo, untilMongoAcceptsWrites } from '../../tools/mongo/mongo-process.ts'
import { freePort } from '../../tools/redis/own-redis.ts'
import { findMongoEngine } from '../../tools/test/mongo-engine.ts'
import { keep } from './children.ts'
import { benchFolder } from './folder.ts'

export type BenchMongo = AsyncDisposable & { uri(database: string): string }

/** The MongoDB engine that the tests use too, in a folder of its own. @throws ConfigurationError when there is none */
export async function startMongo(): Promise<BenchMongo> {
  const engine = await findMongoEngine()
  if (!engine || engine.kind === 'running')
    throw new ConfigurationError('The bench needs a MongoDB engine of its own: install mongod, and unset MONGODB_URI.')
  await using starting = new AsyncDisposableStack()
  const place = { folder: join(starting.use(benchFolder()).path, 'mongo'), port: await freePort() }
  mkdirSync(place.folder)
  starting.use(keep(spawnMongo(engine, place)))
  await untilMongoAcceptsWrites(engine, place)
  const running = starting.move()
  return {
    uri: (database) => mongoUri(engine, place, database),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

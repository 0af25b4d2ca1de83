import type { TestProject } from 'vitest/node'
import { findMongoEngine, type MongoEngine } from '../../tools/test/mongo-engine.ts'
import { startMongo } from './stores/mongo-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How to start a MongoDB engine, and the URI of one that all tests share, each with a database of its own. */
    mongo: { engine: MongoEngine; uri: string } | undefined
  }
}

/** Starts the MongoDB engine once for the whole run: it takes seconds, where a Redis takes milliseconds. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const engine = await findMongoEngine()
  if (!engine) return void project.provide('mongo', undefined)
  const server = await startMongo(engine)
  project.provide('mongo', { engine, uri: server.uri('DATABASE') })
  return async () => server[Symbol.asyncDispose]()
}

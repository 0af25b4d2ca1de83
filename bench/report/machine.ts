import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { findRedisProgram } from '../../tools/redis/redis-program.ts'
import { describeMongoEngine, findMongoEngine } from '../../tools/test/mongo-engine.ts'
import { versionOf } from '../../tools/test/version-of.ts'

const PACKAGES = ['hono', 'bullmq', 'ioredis', 'mongodb', '@node-rs/argon2', 'argon2', 'autocannon', 'undici']

/** What the figures were measured on: one line on the machine, one on the programs. */
export async function describeMachine(): Promise<string[]> {
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  const model = cpus()[0]?.model.trim() ?? process.arch
  const redis = findRedisProgram()
  const mongo = await findMongoEngine()
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  return [
    `Machine: ${model}, ${availableParallelism()} cores, ${memoryGb} GB; ${type()} ${release()}.`,
    `Programs: Node ${process.versions.node}; ${redis.kind === 'docker' ? redis.image : `Redis ${versionOf(redis.command)}`}; ` +
      `${mongo ? describeMongoEngine(mongo) : 'no MongoDB'}; ${PACKAGES.map((name) => `${name} ${devDependencies[name]}`).join(', ')}.`,
  ]
}

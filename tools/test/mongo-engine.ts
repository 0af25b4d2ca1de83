import { spawnSync } from 'node:child_process'
import { MongoBinary } from 'mongodb-memory-server-core'
import { findPypiProgram, installedPypiProgram } from '../pypi-program.ts'
import { versionOf } from './version-of.ts'

/** A server that speaks MongoDB's protocol, for tests: one that runs already, a mongod to start, or SecantusDB to start. */
export type MongoEngine = { kind: 'running'; uri: string } | { kind: 'mongod' | 'secantus'; command: string }

const SECANTUS = { name: 'secantusdb', version: '0.7.0b3', program: 'secantusd-py' }

/**
 * The first of: MONGODB_URI, a `mongod` on the PATH, one that mongodb-memory-server can download, SecantusDB from PyPI
 * in a virtual environment of its own (GPL: for tests only, never shipped). Undefined when there is none.
 */
export async function findMongoEngine(): Promise<MongoEngine | undefined> {
  const uri = process.env['MONGODB_URI']
  if (uri) return { kind: 'running', uri }
  if (succeeds('mongod', '--version')) return { kind: 'mongod', command: 'mongod' }
  if (installedPypiProgram(SECANTUS)) return findSecantus() // no mongod could be downloaded on an earlier run
  return (await downloadMongod()) ?? findSecantus()
}

/** The name and version of the engine, for the last lines of a test run. */
export function describeMongoEngine(engine: MongoEngine): string {
  if (engine.kind === 'running') return 'the server at MONGODB_URI'
  return engine.kind === 'secantus' ? `SecantusDB ${SECANTUS.version}` : `mongod ${versionOf(engine.command)}`
}

async function downloadMongod(): Promise<MongoEngine | undefined> {
  console.error('Looking for a mongod to download …')
  const warn = console.warn
  console.warn = () => {} // it reports a failed download at length, and there is a fallback
  try {
    return {
      kind: 'mongod',
      command: await MongoBinary.getPath({ version: '8.2.6', downloadDir: '.cache/mongod' }),
    }
  } catch {
    return undefined
  } finally {
    console.warn = warn
  }
}

function findSecantus(): MongoEngine | undefined {
  const command = findPypiProgram(SECANTUS)
  return command ? { kind: 'secantus', command } : undefined
}

const succeeds = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RedisProgram } from './redis-program.ts'

export type RedisPlace = { folder: string; port: number; password: string }

const PORT_IN_CONTAINER = 6379

/** Where clients find the Redis at `place`. */
export const redisUrl = ({ port, password }: RedisPlace) => `redis://:${password}@127.0.0.1:${port}`

/**
 * Starts a Redis that keeps what it has acknowledged. It stands in a session of its own, so that Ctrl-C at the
 * terminal leaves it running until those that need it have left. Its log comes by stdout, which somebody has to read.
 */
export function spawnRedis(program: RedisProgram, place: RedisPlace): ChildProcess {
  const folder = resolve(place.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const inContainer = program.kind === 'docker'
  const configFile = join(folder, 'redis.conf')
  writeFileSync(configFile, configuration(place, inContainer ? '/data' : folder, inContainer), { mode: 0o600 })
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'inherit'], detached: true }
  if (!inContainer) return spawn(program.command, [configFile], options)
  const user = `${process.getuid?.()}:${process.getgid?.()}`
  const publish = `127.0.0.1:${place.port}:${PORT_IN_CONTAINER}`
  const run = ['run', '--rm', '--user', user, '--publish', publish, '--volume', `${folder}:/data`]
  return spawn('docker', [...run, program.image, 'redis-server', '/data/redis.conf'], options)
}

function configuration({ port, password }: RedisPlace, folder: string, inContainer: boolean): string {
  return `# Written by npm start at each start.
bind ${inContainer ? '*' : '127.0.0.1'}
port ${inContainer ? PORT_IN_CONTAINER : port}
requirepass ${password}
dir "${folder}"
# Every acknowledged write is on the disk: see docs/decisions/0005-every-write-is-synced.md
appendonly yes
appendfsync always
save ""
# What waits is a hash whose longest field, the sealed registration, has some 600 bytes: packed, it takes a third less.
hash-max-listpack-value 2048
# A full memory must refuse new registrations, never forget accepted ones.
maxmemory-policy noeviction
loglevel warning
`
}

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { environmentOf } from '../start/environment-of.ts'
import { type RedisPlace, redisConfiguration } from './redis-configuration.ts'
import type { RedisProgram } from './redis-program.ts'

const PORT_IN_CONTAINER = 6379

/** Where clients find the Redis at `place`. */
export const redisUrl = ({ port, password }: RedisPlace) => `redis://:${password}@127.0.0.1:${port}`

/**
 * Starts a Redis that keeps what it has acknowledged. It runs in a session of its own, so that Ctrl-C at the terminal
 * leaves it running until the processes that need it have exited. Its log comes by stdout, which has to be read.
 */
export function spawnRedis(program: RedisProgram, place: RedisPlace): ChildProcess {
  const folder = resolve(place.folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const configFile = join(folder, 'redis.conf')
  const configure = (bind: string, port: number, dir: string) =>
    writeFileSync(configFile, redisConfiguration({ bind, port, dir, password: place.password }), { mode: 0o600 })
  const options: SpawnOptions = {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: environmentOf([/^DOCKER_/], process.env),
  }
  if (program.kind === 'command') {
    configure('127.0.0.1', place.port, folder)
    return spawn(program.command, [configFile], options)
  }
  configure('*', PORT_IN_CONTAINER, '/data')
  const user = `${process.getuid?.()}:${process.getgid?.()}`
  const publish = `127.0.0.1:${place.port}:${PORT_IN_CONTAINER}`
  const mount = `type=bind,${csvField(`source=${folder}`)},target=/data` // --volume would split a path at its colons
  const run = ['run', '--rm', '--user', user, '--publish', publish, '--mount', mount]
  return spawn('docker', [...run, program.image, 'redis-server', '/data/redis.conf'], options)
}

const csvField = (text: string) => `"${text.replaceAll('"', '""')}"`

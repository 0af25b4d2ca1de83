import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { eventually } from '../eventually.ts'
import { ownChild } from '../processes/children.ts'

export type RedisMonitor = AsyncDisposable & {
  /** Every command that Redis at `url` has been given since, as it was given. */
  seen(): string
}

/** Watches by redis-cli: ioredis's own monitor breaks when the first command comes in one piece with the answer. */
export async function monitorRedis(url: string): Promise<RedisMonitor> {
  const { hostname, port, password } = new URL(url)
  const env = { ...process.env, REDISCLI_AUTH: password }
  const child = ownChild(
    spawn('redis-cli', ['-h', hostname, '-p', port, 'MONITOR'], { env, stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  const exited = once(child, 'exit')
  let seen = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (seen += text))
  await eventually('Redis is watched', () => seen.startsWith('OK'))
  return {
    seen: () => seen,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

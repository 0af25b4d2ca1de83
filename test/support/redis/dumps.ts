import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A full dump of the Redis at `url`, as an intruder would take it, written into `folder`. */
export function dumpOf(url: string, folder: string): Buffer {
  const file = join(folder, 'taken.rdb')
  const { hostname, port, password } = new URL(url)
  const env = { ...process.env, REDISCLI_AUTH: password }
  const redisCli = (...args: string[]) =>
    execFileSync('redis-cli', ['-h', hostname, '-p', port, ...args], { env, stdio: 'ignore' })
  redisCli('config', 'set', 'rdbcompression', 'no') // or a text could be there and not be found
  redisCli('config', 'set', 'repl-diskless-sync-delay', '0') // or Redis waits 5 s for more that want the same dump
  redisCli('--rdb', file)
  return readFileSync(file)
}

/** The content of every file below `folder`. */
export const filesBelow = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file)),
  )

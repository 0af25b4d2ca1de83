import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { FaultRun } from './fault-run.ts'

/** `npm run retry -- …args` against the Redis of `run`; returns what it prints. @throws Error for another exit code */
export async function retry(run: FaultRun, args: string[], expectedCode = 0): Promise<string> {
  const child = spawn(process.execPath, ['tools/operate/main.ts', 'retry', ...args], {
    env: { PATH: process.env['PATH'], REDIS_URL: run.redis.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = Promise.all([child.stdout.toArray(), child.stderr.toArray()])
  const [code] = await once(child, 'exit')
  const text = Buffer.concat((await output).flat()).toString()
  if (code !== expectedCode) throw new Error(`exit code ${code}:\n${text}`)
  return text
}

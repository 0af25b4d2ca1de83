import { Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { eventually } from '../eventually.ts'
import { keys } from '../webhooks/webhook-stage.ts'
import { command } from './command.ts'

/** `npm run operate -- …args`, on the Redis at `url`. */
export async function operate(url: string, args: string[], variables: Record<string, string> = {}) {
  await using run = command('tools/operate/main.ts', args, { REDIS_URL: url, ...variables })
  return { code: await run.exited, stdout: run.stdout(), stderr: run.stderr() }
}
/** The answer with `--json`. */
export const operateJson = async (url: string, args: string[]) =>
  JSON.parse((await operate(url, [...args, '--json'])).stdout)

/** Registrations that have failed, as a worker leaves them: `count` of each reason, in turn. */
export async function failRegistrations(url: string, count: number, ...reasons: string[]): Promise<string[]> {
  const connection = new Redis(url, { maxRetriesPerRequest: null })
  const { name, prefix } = keys.queue
  const queue = new Queue(name, { connection, prefix, skipMetasUpdate: true })
  const jobIds = Array.from({ length: count * reasons.length }, (_, n) => `${reasons[n % reasons.length]}-${n}`)
  await queue.addBulk(
    jobIds.map((jobId) => ({
      name: 'any',
      data: { username: 'somebody', sealed: 'the-seal', requestId: 'request-1' },
      opts: { jobId, attempts: 1, stackTraceLimit: 0 },
    })),
  )
  const fail = async ({ id }: { id?: string }) => {
    throw new UnrecoverableError(id!.replace(/-\d+$/, ''))
  }
  const worker = new Worker(name, fail, { connection, prefix, concurrency: 100 })
  await eventually('all have failed', async () => (await connection.zcard(keys.failed)) === jobIds.length)
  await worker.close()
  await queue.close()
  connection.disconnect()
  return jobIds
}

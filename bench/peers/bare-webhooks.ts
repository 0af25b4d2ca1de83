// The minimum of delivering a webhook: sign it and post it with `fetch`. No queue, no retry, nothing is stored.
import { createHmac, randomUUID } from 'node:crypto'
import { receiveTask, reply } from '../stage/task.ts'

const { url, count, inFlight } = await receiveTask<{ url: string; count: number; inFlight: number }>()
const key = Buffer.alloc(32, 'a')
let sent = 0

async function post(): Promise<void> {
  const id = randomUUID()
  const now = new Date().toISOString()
  const body = JSON.stringify({
    specversion: '1.0',
    id,
    source: 'registrar',
    type: 'registration.completed',
    subject: id,
    time: now,
    datacontenttype: 'application/json',
    data: { jobId: id, status: 'completed', username: 'somebody', userId: id, createdAt: now, finishedAt: now },
  })
  const timestamp = `${Math.floor(Date.now() / 1_000)}`
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  const { ok } = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  })
  if (!ok) throw new Error('the receiver refused')
}

const startedAt = performance.now()
const run = async () => {
  while (sent++ < count) await post()
}
await Promise.all(Array.from({ length: inFlight }, run))
reply(count / ((performance.now() - startedAt) / 1_000))

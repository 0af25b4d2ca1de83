// The gateway that everybody writes first: Hono, zod, and one job with the password in the clear. No seal, no limits, no
// rules, no status to ask for; the same Redis, which syncs every write.
import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Queue } from 'bullmq'
import { Hono } from 'hono'
import { z } from 'zod'
import { reply } from '../stage/task.ts'

process.once('disconnect', () => process.exit(0))

const Body = z.strictObject({ username: z.string().min(3).max(32), password: z.string().min(15).max(256) })

const { hostname, port, password } = new URL(process.env['REDIS_URL']!)
const queue = new Queue('naive', { connection: { host: hostname, port: Number(port), password } })
await queue.waitUntilReady()

const app = new Hono()
app.post('/register', async (c) => {
  const parsed = Body.safeParse(await c.req.json())
  if (!parsed.success) return c.json({ errors: parsed.error.issues }, 422)
  const jobId = randomUUID()
  await queue.add('register', parsed.data, { jobId })
  return c.json({ jobId, status: 'queued' }, 202)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reply({ url: `http://127.0.0.1:${port}` }))

// Hono and zod with nothing behind them: an echo for sign-ups and a constant for polls. The minimum that any server with
// this Node and this framework spends on a request.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import { reply } from '../stage/task.ts'

process.once('disconnect', () => process.exit(0))

const Body = z.strictObject({ username: z.string(), password: z.string() })

const app = new Hono()
app.post('/register', async (c) => c.json(Body.parse(await c.req.json()), 202))
app.get('/register/:jobId', (c) => c.json({ jobId: c.req.param('jobId'), status: 'queued' }))

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reply({ url: `http://127.0.0.1:${port}` }))

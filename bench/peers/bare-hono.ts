// Hono and zod with nothing behind them: an echo for sign-ups, and a constant for polls. The least that any server
// on this Node and this framework must spend on a request.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import { tell } from '../stage/order.ts'

process.once('disconnect', () => process.exit(0))

const Body = z.strictObject({ username: z.string(), password: z.string() })

const app = new Hono()
app.post('/register', async (c) => c.json(Body.parse(await c.req.json()), 202))
app.get('/register/:jobId', (c) => c.json({ jobId: c.req.param('jobId'), status: 'queued' }))

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => tell({ url: `http://127.0.0.1:${port}` }))

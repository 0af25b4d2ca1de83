// Hono and @node-rs/argon2 alone: verifies passwords against one hash, without API key, counted attempts or store.
// The minimum that any server with this Node, this framework and this engine spends on a verification.
import { serve } from '@hono/node-server'
import { hash, verify } from '@node-rs/argon2'
import { Hono } from 'hono'
import { reply } from '../stage/task.ts'
import { PASSWORD } from '../stage/users.ts'

process.once('disconnect', () => process.exit(0))

const passwordHash = await hash(PASSWORD, { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 })

const app = new Hono()
app.post('/verify', async (c) => {
  const { password } = await c.req.json<{ password: string }>()
  return c.json({ verified: await verify(passwordHash, password) })
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reply({ url: `http://127.0.0.1:${port}` }))

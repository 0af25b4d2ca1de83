// The obvious alternative, as well written as we can: it validates, hashes and inserts inside the request, with the
// parameters, engine, index and write concern of Registrar, and a thread for each core (UV_THREADPOOL_SIZE).
import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { hash } from '@node-rs/argon2'
import { Hono } from 'hono'
import { MongoClient, MongoServerError } from 'mongodb'
import { z } from 'zod'
import { reply } from '../stage/task.ts'

process.once('disconnect', () => process.exit(0))

const Body = z.strictObject({
  username: z
    .string()
    .regex(/^[\p{L}\p{N}._-]{3,32}$/u)
    .transform((name) => name.normalize('NFKC').toLowerCase()),
  password: z.string().min(15).max(256),
})
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }
const DUPLICATE_KEY = 11000

const client = await new MongoClient(process.env['MONGODB_URI']!).connect()
const users = client
  .db()
  .collection<{ _id: string; username: string; passwordHash: string; createdAt: Date }>('users', {
    writeConcern: { w: 'majority' },
  })
await users.createIndex({ username: 1 }, { unique: true })

const app = new Hono()
app.post('/register', async (c) => {
  const parsed = Body.safeParse(await c.req.json())
  if (!parsed.success) return c.json({ errors: parsed.error.issues }, 422)
  const { username, password } = parsed.data
  const passwordHash = await hash(password, ARGON2ID)
  const userId = randomUUID()
  try {
    await users.insertOne({ _id: userId, username, passwordHash, createdAt: new Date() })
    return c.json({ userId }, 201)
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error
    return c.json({ error: 'username_taken' }, 409)
  }
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => reply({ url: `http://127.0.0.1:${port}` }))

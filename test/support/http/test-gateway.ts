import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Hono } from 'hono'
import { pino } from 'pino'
import { createGateway } from '../../../apps/gateway/src/gateway.ts'
import { createPage, type PageDeps } from '../../../apps/gateway/src/page/page.ts'

type GatewayDeps = Parameters<typeof createGateway>[0]
type Options = Partial<Omit<GatewayDeps, 'page'>> & { settings?: PageDeps['settings'] }

/** The gateway without a process and without Redis: whatever `given` does not say must not be needed. */
export async function testGateway({ settings = { title: 'Test' }, ...given }: Options): Promise<Hono<HttpEnv>> {
  const register = {
    limitRate: given.limitRate ?? (() => ({ count: async () => {}, countWith: (_, add) => add() })),
    validateRegistration: given.validateRegistration ?? unneeded,
    accept: given.accept ?? unneeded,
  }
  return createGateway({
    ...register,
    page: await createPage({ ...register, settings, passwordMinLength: 15, secret: Buffer.alloc(32) }),
    clientOf: () => ({ address: '203.0.113.9', isHttps: false }),
    readRegistration: unneeded,
    changes: { watch: unneeded, watching: 0 },
    shutdown: new AbortController().signal,
    isReady: async () => true,
    openapi: new Uint8Array(),
    log: pino({ level: 'silent' }),
    ...given,
  })
}

function unneeded(): never {
  throw new Error('this test needs no such thing')
}

/** Where a server of a test listens. */
export const ANY_PORT = { host: '127.0.0.1', port: 0, variables: { host: 'HOST', port: 'PORT' }, maxConnections: 100 }

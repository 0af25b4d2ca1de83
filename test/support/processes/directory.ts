import { randomUUID } from 'node:crypto'
import type { ApiScope } from '@registrar/shared/contract/api-scope'
import { addApiKey, apiKeyFilesBelow } from '@registrar/shared/keys/api-keys'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import type { NewUser, UserStore } from '@registrar/users/user-store'
import {
  createRegistrar,
  type Directory,
  type RegistrarOptions,
} from '../../../packages/client/src/create-registrar.ts'
import { CHEAP_HASHES } from '../hashes/cheap-hashes.ts'
import { PASSWORD } from '../http/client.ts'
import { type RedisServer, startRedis } from '../redis/redis-server.ts'
import { insertOne } from '../stores/insert-one.ts'
import type { TestStore } from '../stores/test-store.ts'
import { type ServiceProcess, startDirectory } from './service-process.ts'

const ALL_SCOPES: ApiScope[] = ['verify', 'users:read', 'users:write', 'users:erase', 'users:export']

/** CHEAP_HASHES, as the hasher takes them. */
const PARAMETERS = { memoryKib: 7_168, timeCost: 5, parallelism: 1 }

export type TestDirectory = AsyncDisposable & {
  url: string
  redis: RedisServer
  service: ServiceProcess
  store: UserStore
  keysFile: string
  /** Has all scopes. */
  key: string
  /** What the service was started with. */
  variables: Record<string, string>
  /** Sends a request with a key of all scopes; a body that is no text goes as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** Makes a user with `PASSWORD`, or another one. */
  addUser(username: string, password?: string, more?: Partial<NewUser>): Promise<NewUser>
}

/** A real directory on a store of its own, with its own Redis and an API key. */
export async function startTestDirectory(
  at: TestStore,
  variables: Record<string, string> = {},
): Promise<TestDirectory> {
  await using starting = new AsyncDisposableStack()
  const redis = starting.use(await startRedis())
  const { keysFile } = apiKeyFilesBelow(at.settings.DATA_DIR)
  const key = addApiKey(keysFile, { name: 'test', scopes: ALL_SCOPES })
  const store = starting.use(await openUserStore(at.settings))
  await store.prepare()
  const all = { ...at.settings, REDIS_URL: redis.url, ...CHEAP_HASHES, ...variables }
  const service = starting.use(await startDirectory(all))
  const { hash } = await createPasswordHasher(PARAMETERS)
  const running = starting.move()
  return {
    url: service.url,
    redis,
    service,
    store,
    keysFile,
    key,
    variables: all,
    ...callsTo(service.url, key),
    async addUser(username, password = PASSWORD, more = {}) {
      const user = {
        userId: randomUUID(),
        username,
        usernameKey: username.toLowerCase(),
        passwordHash: await hash(Buffer.from(password)),
        jobId: randomUUID(),
        createdAt: new Date(),
        ...more,
      }
      if ((await insertOne(store, user)) !== 'created') throw new Error(`${username} is taken`)
      return user
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

const MEDIA_TYPES: Record<string, string> = { PATCH: 'application/merge-patch+json' }

/** Requests to the directory at `url` with `key`. */
export const callsTo = (url: string, key: string): Pick<TestDirectory, 'call'> => ({
  call: (method, path, body, headers = {}) => callWith(url, key, method, path, body, headers),
})

/** Sends a request with `key`. */
export function callWith(
  url: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': MEDIA_TYPES[method] ?? 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** The client of a directory that has no gateway beside it. */
export const directoryAt = (url: string, apiKey: string, options: Partial<RegistrarOptions> = {}): Directory =>
  createRegistrar({ url, directoryUrl: url, apiKey, ...options })

/** The code of a refusal. */
export const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code

import { parseEnvironment } from '@registrar/shared/process/environment'
import { redisUrl } from '@registrar/shared/redis/redis-url'
import { databaseOf, mongodbUri } from '@registrar/users/stores/mongodb-uri'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

function refusal(kind: z.ZodType, text: string): string | undefined {
  try {
    expect(parseEnvironment(z.object({ IT: kind }), { IT: text })['IT']).toBe(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** One sentence that says how to write a password, and nothing of the URL. */
const HOW_TO_WRITE_IT =
  /^IT has a value that cannot be used; it must be a URL such as .* percent-encoded \(@ as %40, .*\.$/

describe('REDIS_URL', () => {
  it.each([
    'redis://localhost',
    'redis://redis_1:6379/',
    'redis://:secret@127.0.0.1:6379/15',
    'rediss://user:p%40ss%2Fw%25rd@cache.example.com:6380/2147483647',
    'redis://user:a:b!$&*(),;=@[2001:db8::1]:6379?family=6',
    'redis://default:secret@host:6379?family=0',
  ])('%s', (url) => expect(refusal(redisUrl(), url)).toBeUndefined())

  it.each([
    'redis://:p@ss:w/rd@host',
    'redis://:p@ss@host',
    'redis://user:1234/5@host',
    'redis://:1234/5@host:6379/0',
    'redis://user:1234?5@host',
    'redis://user:1234#5@host',
    'redis://user:se#cret@host',
    'redis://user:p%zz@host',
    'redis://user:p%@host',
    'redis://user:p%ff@host',
    'redis://user:pass@host:99999',
    'redis://user:pass@host:0',
    'redis://user:pass@host:',
    'redis://user:pass@host:6379x',
    'redis://user:pass@',
    'redis://',
    'redis:///0',
    'redis://:6379',
    'redis://::1',
    'redis://[::1',
    'redis://[localhost]',
    'redis://256.0.0.1',
    'redis://one,two',
    'redis://user:pass@host/0 ',
    'redis://user:pa ss@host',
    'redis://host\n',
    'redis://%2Ftmp%2Fredis.sock',
  ])('%j says how to write a password, and nothing of itself', (url) =>
    expect(refusal(redisUrl(), url)).toMatch(HOW_TO_WRITE_IT),
  )

  it.each(['localhost:6379', 'http://u:p@host', 'REDIS://host', 'rediss//host', '//host', '/tmp/redis.sock', '6379'])(
    '%s names the schemes',
    (url) =>
      expect(refusal(redisUrl(), url)).toBe(
        'IT has a value that cannot be used; it must be a URL that starts with redis:// or rediss://.',
      ),
  )

  it.each(['redis://host/abc', 'redis://host/-1', 'redis://host/1/2', 'redis://host/1.5', 'redis://host/2147483648'])(
    '%s asks for the number of a database',
    (url) => expect(refusal(redisUrl(), url)).toMatch(/ after the host only the number of a database\.$/),
  )

  it.each(['redis://host?db=1', 'redis://host?ssl_cert_reqs=none', 'redis://host?family=5', 'redis://host/0?x'])(
    '%s names the options that there are',
    (url) => expect(refusal(redisUrl(), url)).toMatch(/ without options other than family=0, 4 or 6\.$/),
  )
})

describe('MONGODB_URI', () => {
  it.each([
    ['mongodb://localhost', 'registrar'],
    ['mongodb://localhost/', 'registrar'],
    ['mongodb://user:p%40ss%2Fw%25rd@a.example:27017,b.example:27018/people?replicaSet=rs0&w=majority', 'people'],
    ['mongodb://[::1]:27017,127.0.0.1/sign%2Dups', 'sign-ups'],
    ['mongodb+srv://user:secret@cluster.example.net/?retryWrites=true', 'registrar'],
    ['mongodb://host?replicaSet=rs0', 'registrar'],
    ['mongodb://%2Ftmp%2Fmongodb-27017.sock/people', 'people'],
  ])('%s, whose database is %s', (uri, database) => {
    expect(refusal(mongodbUri(), uri)).toBeUndefined()
    expect(databaseOf(uri)).toBe(database)
  })

  it.each([
    'mongodb://user:p@ss:w/rd@host/x',
    'mongodb://user:p@ss@host/x',
    'mongodb://user:1234/5@host/x',
    'mongodb://user:1234/5@host',
    'mongodb://user:1234?5@host/x',
    'mongodb://user:se#cret@host/x',
    'mongodb://user:%zz@host/x',
    'mongodb://host/%zz',
    'mongodb://user:pass@host:99999/x',
    'mongodb://user:pass@host:0/x',
    'mongodb://user:pass@host:/x',
    'mongodb://user:pass@host:abc/x',
    'mongodb://user:pass@a,,b/x',
    'mongodb://user:pass@/x',
    'mongodb://',
    'mongodb://::1',
    'mongodb://ho st/x',
    'mongodb://host/x#y',
    'mongodb://host/x?a=b@c',
  ])('%s says how to write a password, and nothing of itself', (uri) =>
    expect(refusal(mongodbUri(), uri)).toMatch(HOW_TO_WRITE_IT),
  )

  it.each(['postgres://user:secret@host/x', 'MONGODB://host', 'host:27017', 'mongodb+srv:host'])(
    '%s names the schemes',
    (uri) =>
      expect(refusal(mongodbUri().optional(), uri)).toBe(
        'IT has a value that cannot be used; it must be a URL that starts with mongodb:// or mongodb+srv://.',
      ),
  )

  it.each(['a.b', 'a%20b', 'a/b', '$x', 'x'.repeat(64), 'a%00b'])(
    'mongodb://host/%s asks for another database',
    (name) =>
      expect(refusal(mongodbUri(), `mongodb://host/${name}`)).toMatch(/ a name that a MongoDB database can have\.$/),
  )
})

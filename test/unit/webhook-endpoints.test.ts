import { chmodSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readEndpoints } from '../../apps/notifier/src/endpoints/read-endpoints.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { secretOf } from '../support/webhooks/receiver.ts'
import { writeEndpoints } from '../support/webhooks/webhook-stage.ts'

const endpoint = (change: object = {}) => ({
  id: 'shop',
  url: 'https://shop.example/hooks?token=secret-in-the-query',
  secrets: [secretOf('a')],
  ...change,
})

function read(endpoints: unknown, mode?: number) {
  using folder = temporaryFolder()
  const file = writeEndpoints(folder.path, endpoints)
  if (mode) chmodSync(file, mode)
  try {
    return readEndpoints(file)
  } catch (error) {
    return (error as Error).message.replace(file, 'FILE')
  }
}

describe('the file of endpoints', () => {
  it('is read, with what each endpoint leaves out', () => {
    expect(read([endpoint({ types: ['registration.completed'] })])).toEqual([
      endpoint({ types: ['registration.completed'], allowPrivateAddresses: false }),
    ])
  })

  it.each<[string, unknown, string]>([
    ['an object', {}, 'it must be a JSON array of endpoints'],
    ['an unknown member', [endpoint({ typ: [] })], 'endpoint 1 has an unknown member "typ"'],
    [
      'a secret as a member',
      [endpoint({ [secretOf('z')]: 1 })],
      'endpoint 1 has an unknown member (its name is not shown)',
    ],
    ['no id', [endpoint({ id: undefined })], 'endpoint 1.id is missing or of the wrong type'],
    ['an id with a colon', [endpoint({ id: 'a:b' })], 'endpoint 1.id must be 1 to 64 letters, digits, ".", "_" or "-"'],
    ['an id twice', [endpoint(), endpoint()], 'endpoint 2.id is that of an earlier endpoint too'],
    ['no secret', [endpoint({ secrets: [] })], 'endpoint 1.secrets must hold at least one secret'],
    [
      'an empty secret',
      [endpoint({ secrets: [''] })],
      'endpoint 1.secrets.0 must be whsec_ and the base64 of 24 to 64 random bytes',
    ],
    [
      'a short secret',
      [endpoint({ secrets: ['whsec_c2hvcnQ='] })],
      'endpoint 1.secrets.0 must be whsec_ and the base64 of 24 to 64 random bytes',
    ],
    [
      'a URL that is none',
      [endpoint({ url: 'shop' })],
      'endpoint 1.url must be an http or https URL without a user name or password in it',
    ],
    [
      'a URL with a password',
      [endpoint({ url: 'https://a:secret@shop.example' })],
      'endpoint 1.url must be an http or https URL without a user name or password in it',
    ],
    [
      'another scheme',
      [endpoint({ url: 'file:///etc/passwd' })],
      'endpoint 1.url must be an http or https URL without a user name or password in it',
    ],
    [
      'plain http',
      [endpoint({ url: 'http://shop.example' })],
      'endpoint 1.url must start with https:// unless allowPrivateAddresses is true',
    ],
    [
      'an unknown type',
      [endpoint({ types: ['completed'] })],
      'endpoint 1.types.0 must be registration.completed, registration.rejected, registration.failed',
    ],
    ['no type', [endpoint({ types: [] })], 'endpoint 1.types must name at least one type'],
    ['a yes', [endpoint({ allowPrivateAddresses: 'yes' })], 'endpoint 1.allowPrivateAddresses must be true or false'],
  ])('with %s is refused in one sentence', (_, endpoints, complaint) => {
    expect(read(endpoints)).toBe(`WEBHOOKS_FILE FILE: ${complaint}.`)
  })

  it.each([0o644, 0o640, 0o604, 0o660])('that others may read or write is refused (mode %i)', (mode) => {
    expect(read([endpoint()], mode)).toMatch(/can be read by others .* run: chmod 600 FILE$|can be read by others/)
  })

  it('that is missing, or no JSON, is one sentence without its content', () => {
    for (const absent of ['/nowhere', '[{"secrets":["whsec_a-secret"]}]'])
      expect(() => readEndpoints(absent)).toThrow(
        'WEBHOOKS_FILE names a file that cannot be read (ENOENT); name a file that this process can read.',
      )
    expect(() => readEndpoints('package.json')).toThrow()
  })
})

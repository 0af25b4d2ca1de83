import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { describe, expect, it } from 'vitest'
import { PASSWORD_VECTORS, type PasswordVector, typed } from '../support/hashes/password-vectors.ts'
import { runConvert, runImport, writeRows } from '../support/processes/import.ts'
import { storeEngines, type TestStore } from '../support/stores/store-engines.ts'

const [{ create }] = storeEngines as [(typeof storeEngines)[0]]

const vector = (scheme: string, form: RegExp): PasswordVector =>
  PASSWORD_VECTORS.find((candidate) => candidate.scheme === scheme && form.test(candidate.form))!
const bcrypt = vector('bcrypt', /\$2y\$/)
const django = vector('pbkdf2-sha256', /Django/)
const keycloak = vector('keycloak', /argon2, version 1.3/)
const firebase = PASSWORD_VECTORS.find(({ source }) => source === 'firebase/scrypt README')!
const firebaseFields = firebase.fields as { hash: string; salt: string; signerKey: string; saltSeparator: string }

/** Converts a made-up export, imports it, and finds the users with the passwords that they have there. */
async function moved(
  at: TestStore,
  [format, name, content, ...options]: [format: string, name: string, content: string, ...options: string[]],
  importOptions: string[] = [],
) {
  const file = join(at.settings.DATA_DIR, name)
  writeFileSync(file, content)
  const converted = await runConvert([format, file, ...options])
  expect(converted).toMatchObject({ code: 0 })
  const rows = converted.stdout.trim().split('\n')
  const imported = await runImport(at, [writeRows(at, rows), ...importOptions])
  expect(imported).toMatchObject({ code: 0 })
  await using store = await openUserStore(at.settings)
  return { converted, users: await store.page({ limit: 10 }) }
}

describe('npm run convert', () => {
  it('reads CSV, with quotes, other names of columns and the times of databases', async () => {
    await using at = await create()
    const csv = [
      '\uFEFFid,email,encrypted_password,created_at,locked,note',
      `1,ada@example.com,${bcrypt.hash},2020-01-02 03:04:05.678901+00,f,"a, ""b""`,
      'and more"',
      `2,"bob@example.com","${bcrypt.hash}",2020-01-02 03:04:05,t,`,
      '3,eve@example.com,,2020-01-02,f,',
    ].join('\r\n')
    const columns = 'externalId=id,username=email,passwordHash=encrypted_password,createdAt=created_at,disabled=locked'
    const { converted, users } = await moved(at, ['csv', 'users.csv', csv, '--columns', columns], ['--allow-names'])
    expect(converted.stderr).toBe('2 users converted; 1 without a password were skipped.\n')
    const createdAt = new Date('2020-01-02T03:04:05Z')
    const byName = new Map(users.map((user) => [user.username, user]))
    expect(byName.get('ada@example.com')).toMatchObject({ createdAt: new Date(+createdAt + 678), disabled: false })
    expect(byName.get('bob@example.com')).toMatchObject({ createdAt, disabled: true, passwordHash: bcrypt.hash })
  })

  it('reads the users of a Keycloak realm, in one file with it or apart', async () => {
    for (const wrap of [(users: object[]) => ({ realm: 'shop', users }), (users: object[]) => users]) {
      await using at = await create()
      const id = '3f0a6f2e-5d0b-4f0e-9b59-0d7f4f1c2a10'
      const realm = wrap([
        {
          id,
          username: 'ada',
          createdTimestamp: 1577934245678,
          enabled: true,
          credentials: [
            { type: 'otp', secretData: '{}', credentialData: '{}' },
            { type: 'password', userLabel: 'mine', ...keycloak.fields },
          ],
        },
        { id: 'old', username: 'bob', enabled: false, credentials: [{ type: 'password', ...keycloak.fields }] },
        { id: 'social', username: 'eve', enabled: true, credentials: [] },
      ])
      const { users, converted } = await moved(at, ['keycloak', 'realm.json', JSON.stringify(realm)])
      expect(converted.stderr).toContain('1 without a password')
      expect(users.map(({ username }) => username).sort()).toEqual(['ada', 'bob'])
      expect(users.find(({ username }) => username === 'ada')).toMatchObject({
        userId: id,
        createdAt: new Date(1577934245678),
        disabled: false,
      })
      expect(users.find(({ username }) => username === 'bob')).toMatchObject({ disabled: true })
      await using verifier = createPasswordVerifier()
      for (const { passwordHash } of users)
        expect(await verifier.verify(passwordHash, typed(keycloak.password))).toBe(true)
    }
  })

  it('reads a Firebase project, whose signer key goes to the import alone', async () => {
    await using at = await create()
    const { hash, salt, signerKey, saltSeparator } = firebaseFields
    const project = {
      users: [
        {
          localId: 'a1',
          email: 'ada@example.com',
          passwordHash: hash,
          salt,
          createdAt: '1577934245678',
          disabled: true,
        },
        { localId: 'b2', email: 'bob@example.com', providerUserInfo: [{ providerId: 'google.com' }] },
      ],
    }
    const key = join(at.settings.DATA_DIR, 'signer.key')
    writeFileSync(key, `${signerKey}\n`)
    const options = ['--rounds', '8', '--mem-cost', '14', '--salt-separator', saltSeparator]
    const { users, converted } = await moved(
      at,
      ['firebase', 'users.json', JSON.stringify(project), ...options],
      ['--allow-names', '--firebase-signer-key-file', key],
    )
    expect(converted.stdout).not.toContain(signerKey)
    expect(users).toMatchObject([{ username: 'ada@example.com', createdAt: new Date(1577934245678), disabled: true }])
    await using verifier = createPasswordVerifier()
    expect(await verifier.verify(users[0]!.passwordHash, typed(firebase.password))).toBe(true)
  })

  it('reads a Django dump, as JSON or as JSON lines', async () => {
    const record = (pk: number, fields: object) => ({ model: 'auth.user', pk, fields })
    const records = [
      record(1, { username: 'ada', password: django.hash, is_active: true, date_joined: '2020-01-02T03:04:05.678Z' }),
      record(2, { username: 'bob', password: django.hash, is_active: false, date_joined: '2020-01-02T03:04:05Z' }),
      record(3, { username: 'eve', password: '!unusable', is_active: true }),
      { model: 'auth.group', pk: 1, fields: { name: 'staff' } },
    ]
    for (const [name, content] of [
      ['dump.json', JSON.stringify(records)],
      ['dump.jsonl', records.map((one) => `${JSON.stringify(one)}\n`).join('')],
    ] as const) {
      await using at = await create()
      const { users, converted } = await moved(at, ['django', name, content])
      expect(converted.stderr).toBe('2 users converted; 1 without a password were skipped.\n')
      expect(users).toMatchObject([
        { username: 'bob', createdAt: new Date('2020-01-02T03:04:05Z'), disabled: true },
        { username: 'ada', createdAt: new Date('2020-01-02T03:04:05.678Z'), disabled: false },
      ])
      await using verifier = createPasswordVerifier()
      for (const { passwordHash } of users)
        expect(await verifier.verify(passwordHash, typed(django.password))).toBe(true)
    }
  })

  it('says in one sentence what is missing', async () => {
    await using at = await create()
    const file = writeRows(at, ['a,b', '1,2'], 'users.csv')
    for (const [args, sentence] of [
      [[], /^Use: npm run -s convert -- FORMAT FILE.*csv, keycloak, firebase, django\.$/m],
      [['okta', file], /the formats are/],
      [['csv', file], /has no column "username"; .*--columns username=COLUMN/],
      [['csv', file, '--columns', 'name=a'], /--columns is "name=a"; it must be/],
      [['csv', `${file}.none`], /cannot be read as CSV \(ENOENT\)/],
      [['keycloak', file], /cannot be read as JSON/],
      [['firebase', file], /needs the password hash parameters/],
    ] as const) {
      const { code, stderr } = await runConvert([...args])
      expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)])
      expect(stderr).not.toMatch(/^ +at /m)
    }
  })
})

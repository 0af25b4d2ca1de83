import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runImport, STORED_HASH, ssha, startImport, writeRows } from '../support/processes/import.ts'
import { storeEngines, type TestStore } from '../support/stores/store-engines.ts'

const [{ create: createFirst }] = storeEngines as [(typeof storeEngines)[0]]

const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const userNames = async (at: TestStore) => (await at.rows()).map(({ username }) => username).sort()

describe.each(storeEngines)('npm run import into $name', ({ create }) => {
  it('imports the good rows, and reports each bad one by its line, with a code and never a value', async () => {
    await using at = await create()
    const id = '0190d5c8-7a3b-7c1e-8f00-1234567890ab'
    const file = writeRows(at, [
      { id: id.toUpperCase(), username: 'Ada', passwordHash: STORED_HASH, createdAt: '2020-01-02T04:04:05+01:00' },
      { externalId: 17, username: 'Bob', password: { scheme: 'ssha', hash: ssha('secret one') }, disabled: true },
      '',
      { username: 'ADA', passwordHash: STORED_HASH },
      { username: 'a@b.example', passwordHash: STORED_HASH },
      { username: 'eve-1', passwordHash: '$2x$10$abc' },
      { username: 'eve-2', passwordHash: STORED_HASH.replace('m=7168', 'm=4194304') },
      { username: 'eve-3', passwordHash: STORED_HASH.slice(0, -30) },
      { username: 'eve-4', passwordHash: STORED_HASH, admin: 'hunter2' },
      { username: 'eve-5' },
      { username: 'eve-6', password: 'hunter2' },
      { username: 5, passwordHash: STORED_HASH },
      { id, username: 'eve-7', passwordHash: STORED_HASH },
      { username: 'eve-8', passwordHash: STORED_HASH, createdAt: 'hunter2' },
      '{"username": hunter2',
      `{"username": "${'x'.repeat(70_000)}"}`,
      { username: 'Zoe', passwordHash: STORED_HASH, createdAt: null, disabled: null },
    ])
    const errors = join(at.settings.DATA_DIR, 'errors.ndjson')
    const { code, stdout, stderr } = await runImport(at, [file, '--errors', errors])
    expect(code).toBe(1)
    expect(linesOf(errors)).toEqual([
      { line: 4, code: 'username_taken', pointer: '#/username' },
      { line: 5, code: 'invalid_characters', pointer: '#/username' },
      { line: 6, code: 'unsupported_hash', pointer: '#/passwordHash' },
      { line: 7, code: 'hash_out_of_bounds', pointer: '#/passwordHash' },
      { line: 8, code: 'hash_malformed', pointer: '#/passwordHash' },
      { line: 9, code: 'unknown_field', pointer: '#/admin' },
      { line: 10, code: 'required', pointer: '#/passwordHash' },
      { line: 11, code: 'wrong_type', pointer: '#/password' },
      { line: 12, code: 'wrong_type', pointer: '#/username' },
      { line: 13, code: 'id_taken', pointer: '#/id' },
      { line: 14, code: 'wrong_type', pointer: '#/createdAt' },
      { line: 15, code: 'malformed_json', pointer: '#' },
      { line: 16, code: 'malformed_json', pointer: '#' },
    ])
    expect(statSync(errors).mode & 0o777).toBe(0o600)
    expect(`${stdout}${stderr}${readFileSync(errors, 'utf8')}`).not.toMatch(/hunter2|secret one|xxxx/)
    expect(stdout).toMatch(/^Names that break the rules of sign-up: 1 \(with an @ 1\)\. .*--allow-names/)
    expect(stdout).toMatch(/Most expensive verification: argon2id m=7168,t=5,p=1, about \d+ ms/)
    expect(stdout).toMatch(/16 rows in .*: 3 imported, 0 already existed, 13 refused, listed in .*errors\.ndjson\./)

    const rows = new Map((await at.rows()).map((row) => [row.username, row]))
    expect([...rows.keys()].sort()).toEqual(['Ada', 'Bob', 'Zoe'])
    expect(rows.get('Ada')).toMatchObject({ _id: id, usernameKey: 'ada', passwordHash: STORED_HASH })
    expect(new Date(rows.get('Ada')!.createdAt)).toEqual(new Date('2020-01-02T03:04:05Z'))
    expect(rows.get('Bob')!._id).toMatch(/^[\da-f]{8}-[\da-f]{4}-5/)
    expect(rows.get('Bob')!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=7168,t=5,p=1\$.*\$sha1,after=/)
    expect(Boolean(rows.get('Bob')!.disabled)).toBe(true)
  })

  it('lets in names that sign-up would refuse where it is allowed to, but never two that are the same', async () => {
    await using at = await create()
    const names = ['a@b.example', 'A@B.example', 'x', 'two words', 'admin', 'раура1', '', 'bell\u0007', 'y'.repeat(300)]
    const file = writeRows(at, [
      ...names.map((username) => ({ username, passwordHash: STORED_HASH })),
      `{"username":"\\ud800abc","passwordHash":"${STORED_HASH}"}`,
    ])
    const errors = join(at.settings.DATA_DIR, 'errors.ndjson')
    const refused = await runImport(at, [file, '--dry-run', '--errors', errors])
    expect([refused.code, linesOf(errors).length]).toEqual([1, 10])
    const { code } = await runImport(at, [file, '--allow-names', '--errors', errors])
    expect(code).toBe(1)
    expect(linesOf(errors)).toEqual([
      { line: 2, code: 'username_taken', pointer: '#/username' },
      { line: 7, code: 'too_short', pointer: '#/username' },
      { line: 8, code: 'invalid_characters', pointer: '#/username' },
      { line: 9, code: 'too_long', pointer: '#/username' },
      { line: 10, code: 'invalid_characters', pointer: '#/username' },
    ])
    expect(await userNames(at)).toEqual(['a@b.example', 'admin', 'two words', 'x', 'раура1'].sort())
  })

  it('says in a dry run what would happen, and writes nothing', async () => {
    await using at = await create()
    const first = writeRows(at, [{ username: 'Ada', passwordHash: STORED_HASH }], 'first.ndjson')
    expect((await runImport(at, [first])).code).toBe(0)
    const before = await at.rows()
    const file = writeRows(at, [
      { username: 'Ada', passwordHash: STORED_HASH },
      { externalId: 'other', username: 'ada', passwordHash: STORED_HASH },
      { externalId: 'another', username: 'ADA', passwordHash: STORED_HASH },
      { username: 'Bob', passwordHash: ssha('secret') },
    ])
    const { code, stdout } = await runImport(at, [file, '--dry-run'])
    expect([code, stdout]).toEqual([1, expect.stringMatching(/1 would be imported, 1 already existed, 2 refused\./)])
    expect(await at.rows()).toEqual(before)
  })
})

describe('npm run import', () => {
  it('reads stdin for -, and shows the first refused rows where it has no file for them', async () => {
    await using at = await createFirst()
    await using run = startImport(at, ['-'])
    expect(await run.exited).toBe(0) // an empty one
    const file = writeRows(
      at,
      Array.from({ length: 12 }, (_, n) => ({ username: `user-${n}` })),
    )
    const { code, stderr } = await runImport(at, [file])
    expect(code).toBe(1)
    expect(stderr.match(/"code":"required"/g)).toHaveLength(10)
    expect(stderr).toContain('--errors FILE lists them all')
  })

  it('explains what it cannot use in one sentence, and never empties the file that it imports', async () => {
    await using at = await createFirst()
    const file = writeRows(at, [{ username: 'Ada', passwordHash: STORED_HASH }])
    const key = writeRows(at, ['c2hvcnQ='], 'key')
    for (const [args, sentence] of [
      [[], /^Use: npm run import -- FILE\.ndjson; see --help\.$/m],
      [[`${file}.none`], /cannot be read \(ENOENT\); name a file/],
      [[at.settings.DATA_DIR], /cannot be read \(EISDIR\)/],
      [[file, '--errors', file], /--errors names the input file/],
      [[file, '--errors', `${file}/x`], /which cannot be written \(ENOTDIR\)/],
      [[file, '--jobs', '0'], /--jobs is "0"; it must be/],
      [[file, '--firebase-signer-key-file', key], /without a signer key/],
      [[file, '--nothing'], /Unknown option '--nothing'; see --help\./],
    ] as const) {
      const { code, stderr, stdout } = await runImport(at, [...args])
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(sentence)
      expect(stderr).not.toMatch(/^ +at /m)
    }
    expect(readFileSync(file, 'utf8')).toContain('Ada')
    expect((await runImport(at, ['--help'])).stdout).toMatch(/^npm run import -- FILE\.ndjson/)
  })

  it('has the bounds that the environment gives it', async () => {
    await using at = await createFirst()
    const file = writeRows(at, [
      { username: 'Ada', passwordHash: '$2a$12$aLYFkieuqJyeynvptPTxpehSViui5WeAPuR2Xw1wui9CPHEaacmFq' },
    ])
    const strict = await runImport(at, [file, '--dry-run'], { IMPORT_MAX_BCRYPT_COST: '11' })
    expect([strict.code, strict.stderr]).toEqual([1, expect.stringContaining('hash_out_of_bounds')])
    expect((await runImport(at, [file, '--dry-run'])).code).toBe(0)
  })
})

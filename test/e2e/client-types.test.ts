import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PackedClient, packedClient } from '../support/http/packed-client.ts'

/** Says what becomes of each outcome that is not left out. */
const program = (...outcomes: string[]) => `
import { createRegistrar, type PointedFault, RegistrarError, type Registration } from '@registrar/client'
const cases = (await (await createRegistrar({ url: 'http://127.0.0.1' }).register({ username: 'ada', password: '' })).outcome())
export function sentence(ended: typeof cases): string {
  switch (ended.status) {
    ${outcomes.join('\n')}
  }
}
export async function follow(jobId: string, show: (status: Registration['status']) => void): Promise<readonly PointedFault[]> {
  try {
    for await (const { status } of createRegistrar({ url: '/' }).registration(jobId).events()) show(status)
  } catch (error) {
    if (error instanceof RegistrarError && error.code === 'invalid_registration') return error.errors
  }
  return []
}
`
const OUTCOMES = [
  "case 'completed': return ended.userId",
  "case 'rejected': { const reason: 'username_taken' = ended.reason; return reason }",
  "case 'failed': return ended.finishedAt",
]

/** A login and a rename, which take what a back end has: an address that may be unknown, a user that may not exist. */
const LOGIN = `
import { createRegistrar, RegistrarError, type User } from '@registrar/client'
declare const apiKey: string, address: string | undefined
const { verify, users } = createRegistrar({ url: 'http://127.0.0.1', directoryUrl: 'http://127.0.0.1', apiKey })
export async function logIn(username: string, password: string): Promise<string> {
  try {
    const answer = await verify({ username, password, client: address })
    return answer.verified ? answer.userId : 'wrong name or password'
  } catch (error) {
    if (error instanceof RegistrarError && error.code === 'too_many_attempts') return String(error.retryAfterSeconds)
    throw error
  }
}
export async function rename(from: string, username: string): Promise<User | undefined> {
  const found = await users.find(from)
  if (!found) return undefined
  const { userId, etag } = await users.get(found.userId)
  return users.update(userId, { username }, { ifMatch: etag })
}
`

/** What is forgotten, and the code of what the compiler says about it. */
const FORGETFUL_LOGINS = [
  [
    'that it may not be verified',
    'TS2339',
    "answer.verified ? answer.userId : 'wrong name or password'",
    'answer.userId',
  ],
  ['that nobody may have the name', 'TS18048', 'if (!found) return undefined', ''],
  ['the directory and its key', 'TS2339', ", directoryUrl: 'http://127.0.0.1', apiKey", ''],
  ['the key', 'TS2769', ', apiKey }', ' }'],
  ['that there may be no key', 'TS2769', 'apiKey: string', 'apiKey: string | undefined'],
].map(([forgotten, code, what, instead], n) => ({
  file: `forgetful-login-${n}.ts`,
  text: LOGIN.replace(what!, instead!),
  forgotten,
  code,
}))

/** The types that the package carries, and those that the services answer by. */
const SAME_TYPES = `
import type * as Client from '${resolve('packages/client/dist/contract.js')}'
import type * as Ours from '${resolve('packages/client/src/contract.ts')}'
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T
const same: [
  Same<Flat<Client.SignUp>, Flat<Ours.SignUp>>,
  Same<Flat<Client.Registration>, Flat<Ours.Registration>>,
  Same<Flat<Client.EndedRegistration>, Flat<Ours.EndedRegistration>>,
  Same<Flat<Client.PointedFault>, Flat<Ours.PointedFault>>,
  Same<Client.RegistrationProblemCode, Ours.RegistrationProblemCode>,
  Same<Client.DirectoryProblemCode, Ours.DirectoryProblemCode>,
  Same<Flat<Client.VerifyRequest>, Flat<Ours.VerifyRequest>>,
  Same<Flat<Client.Verification>, Flat<Ours.Verification>>,
  Same<Flat<Client.User>, Flat<Ours.User>>,
  Same<Flat<Client.UserPage>, Flat<Ours.UserPage>>,
  Same<Flat<Client.UserPatch>, Flat<Ours.UserPatch>>,
  Same<Flat<Client.PasswordChange>, Flat<Ours.PasswordChange>>,
] = [true, true, true, true, true, true, true, true, true, true, true, true]
export default same
`

let client: PackedClient
beforeAll(() => {
  client = packedClient()
})
afterAll(() => client[Symbol.dispose]())

describe.each(['typescript', 'typescript-5'])('the types of the client, to %s', (compiler) => {
  let complaints: string[]
  const about = (file: string) => complaints.filter((complaint) => complaint.startsWith(`${file}(`))
  const forgetful = OUTCOMES.map((forgotten, n) => ({
    file: `forgetful-${n}.ts`,
    text: program(...OUTCOMES.filter((outcome) => outcome !== forgotten)),
  }))
  beforeAll(() => {
    client.write('complete.ts', program(...OUTCOMES))
    client.write('same.ts', SAME_TYPES)
    client.write('old.cts', "import { createRegistrar } from '@registrar/client'\ncreateRegistrar({ url: '' })")
    for (const { file, text } of forgetful) client.write(file, text)
    client.write('login.ts', LOGIN)
    for (const { file, text } of FORGETFUL_LOGINS) client.write(file, text)
    complaints = compile(compiler, client)
  })

  it('fit a program that handles every outcome, and none that forgets one', () => {
    expect(about('complete.ts')).toEqual([])
    for (const { file } of forgetful) expect(about(file)).toEqual([expect.stringContaining('TS2366')]) // no return
  })

  it('fit a login that handles every answer', () => {
    expect(about('login.ts')).toEqual([])
  })

  it.each(FORGETFUL_LOGINS)('fit no login that forgets $forgotten', ({ file, code }) => {
    expect(about(file)[0]).toContain(code)
  })

  it('are those that the services answer by', () => {
    expect(about('same.ts')).toEqual([])
  })

  it('say in a CommonJS file what to write instead', () => {
    expect(about('old.cts').join()).toContain('TS2349') // not callable, and the name of its type says why
    expect(complaints.join()).toContain('load it with await import(')
  })
})

const COMPILER_OPTIONS = {
  module: 'nodenext',
  target: 'es2024',
  lib: ['es2024', 'dom'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: [],
  allowImportingTsExtensions: true, // by same.ts, into our sources
  skipLibCheck: true,
}

/** What the compiler says about a project, line by line. */
function compile(compiler: string, { folder, write }: PackedClient): string[] {
  write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['*.ts', '*.cts'] }))
  const args = [resolve('node_modules', compiler, 'bin/tsc'), '--project', '.', '--pretty', 'false']
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout.split('\n')
}

import { randomUUID } from 'node:crypto'
import { createOpener } from '@registrar/shared/keys/open-seal'
import { createSealer } from '@registrar/shared/keys/seal'
import { type Binding, SealError } from '@registrar/shared/keys/seal-format'
import { generateSealingKeyPair } from '@registrar/shared/keys/sealing-key'
import { createSqliteUserStore } from '@registrar/users/stores/sqlite-user-store'
import type { UserStore } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { type RegisterUserDeps, registerUser } from '../../apps/worker/src/registration/register-user.ts'
import { insertOne } from '../support/stores/insert-one.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const pair = generateSealingKeyPair()
const { seal } = createSealer(pair.publicKey)

/** An accepted registration of `username`, with overrides for what a test bends. */
function registration(username: string, binding: Partial<Binding> = {}) {
  const jobId = randomUUID()
  const canonicalUsername = username.toLowerCase()
  return {
    jobId,
    createdAt: new Date(),
    userId: randomUUID(),
    username,
    sealed: seal('a password', { purpose: 'registration', jobId, canonicalUsername, ...binding }),
  }
}

/** Hashing has tests of its own; here it counts. */
function dependencies(store: UserStore) {
  const hashed: string[] = []
  const handed: Buffer[] = []
  const hash = async (password: Buffer) => {
    handed.push(password)
    hashed.push(password.toString())
    return 'a hash'
  }
  return {
    hashed,
    handed,
    deps: {
      openSeal: createOpener([pair]).open,
      hash,
      insert: (user) => insertOne(store, user),
    } satisfies RegisterUserDeps,
  }
}

describe('registerUser', () => {
  it('run twice for one registration takes effect once and returns the same outcome', async () => {
    using folder = temporaryFolder()
    await using store = createSqliteUserStore(folder.path)
    const { deps } = dependencies(store)
    const accepted = registration('Ada')
    const outcomes = await Promise.all([registerUser(deps, accepted), registerUser(deps, accepted)])
    expect(outcomes).toMatchObject([
      { status: 'completed', userId: accepted.userId },
      { status: 'completed', userId: accepted.userId },
    ])
    expect(await registerUser(deps, registration('ADA'))).toMatchObject({
      status: 'rejected',
      reason: 'username_taken',
    })
  })

  it('wipes the password from memory, also when hashing fails', async () => {
    using folder = temporaryFolder()
    await using store = createSqliteUserStore(folder.path)
    const { deps, hashed, handed } = dependencies(store)
    await registerUser(deps, registration('Ada'))
    expect(hashed).toEqual(['a password'])
    expect(handed[0]!.every((byte) => byte === 0)).toBe(true)

    const failing = {
      ...deps,
      async hash(password: Buffer): Promise<string> {
        handed.push(password)
        throw new Error('no memory')
      },
    }
    await expect(registerUser(failing, registration('Bob'))).rejects.toThrow('no memory')
    expect(handed[1]!.every((byte) => byte === 0)).toBe(true)
  })

  it('refuses a seal that was made for another job or another name, and hashes nothing', async () => {
    using folder = temporaryFolder()
    await using store = createSqliteUserStore(folder.path)
    const { deps, hashed } = dependencies(store)
    for (const other of [{ jobId: randomUUID() }, { canonicalUsername: 'bob' }])
      await expect(registerUser(deps, registration('Ada', other))).rejects.toMatchObject({ code: 'seal_damaged' })
    await expect(registerUser(deps, { ...registration('Ada'), sealed: 'broken' })).rejects.toThrow(SealError)
    expect(hashed).toEqual([])
  })
})

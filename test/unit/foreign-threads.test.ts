import { createDigestThreads, DigestDeadlineError } from '@registrar/users/foreign/digest-threads'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { describe, expect, it } from 'vitest'
import { typed } from '../support/hashes/password-vectors.ts'

const SHA_CRYPT = {
  hash: '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA',
  password: 'Hello world!',
}
const quick = { kind: 'sha-crypt', algorithm: 'sha256', rounds: 1_000, salt: 's', password: Buffer.from('x') } as const
/** Hours of work. */
const endless = { ...quick, rounds: 1e12 }

describe('a digest in a thread', () => {
  it('lets the event loop of its process go on', async () => {
    await using verifier = createPasswordVerifier({ threads: 1 })
    let turns = 0
    const interval = setInterval(() => {
      turns += 1
    })
    try {
      const stored = SHA_CRYPT.hash.replace('10000', '100000')
      expect(await verifier.verify(stored, typed(SHA_CRYPT.password))).toBe(false)
      expect(turns).toBeGreaterThan(10)
    } finally {
      clearInterval(interval)
    }
  })

  it('is ended when it takes too long, with an error that says nothing of the password', async () => {
    await using threads = createDigestThreads({ threads: 1, deadlineMs: 1_000 })
    const both = await Promise.allSettled([threads.digest(endless), threads.digest(endless)])
    for (const { status, reason } of both as PromiseRejectedResult[]) {
      expect(status).toBe('rejected')
      expect(reason).toBeInstanceOf(DigestDeadlineError)
    }
  })

  it('gives up its place when it is ended', async () => {
    await using threads = createDigestThreads({ threads: 1, deadlineMs: 8_000 })
    await expect(threads.digest(endless)).rejects.toThrow(DigestDeadlineError)
    expect(await threads.digest(quick)).toHaveLength(32)
  })

  it('ends with its owner', async () => {
    const threads = createDigestThreads({ threads: 2 })
    const pending = [threads.digest(endless), threads.digest(endless), threads.digest(endless)]
    const settled = Promise.allSettled(pending)
    await threads[Symbol.asyncDispose]()
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  })

  it('waits for its turn when all threads are at work', async () => {
    await using verifier = createPasswordVerifier({ threads: 2 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        verifier.verify(SHA_CRYPT.hash, typed(index % 2 ? 'wrong' : SHA_CRYPT.password)),
      ),
    )
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => index % 2 === 0))
  })
})

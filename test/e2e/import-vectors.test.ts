import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { PASSWORD_VECTORS } from '../support/hashes/password-vectors.ts'
import { directoryAt, startTestDirectory } from '../support/processes/directory.ts'
import { runImport, writeRows } from '../support/processes/import.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const CURRENT = /^\$argon2id\$v=19\$m=7168,t=5,p=1\$[^$]+\$[^$]+$/

/** More would only wait for their turn. */
const IN_FLIGHT = 3

const [{ create }] = storeEngines as [(typeof storeEngines)[0]]

describe('users of other systems, imported', () => {
  it('log in with the password that they had, whatever the scheme, with no other, and have argon2id from then on', async () => {
    await using at = await create()
    const rows = PASSWORD_VECTORS.map(({ scheme, hash, fields }, n) => ({
      username: `user-${n}`,
      ...(hash === undefined ? { password: { scheme, ...fields } } : { passwordHash: hash }),
    }))
    const { code, stderr } = await runImport(at, [writeRows(at, rows)])
    expect({ code, stderr }).toMatchObject({ code: 0 })
    await using directory = await startTestDirectory(at, { VERIFY_DEADLINE_MS: '60000' })

    const { verify } = directoryAt(directory.url, directory.key)

    /** What is verified of each user's password, or of one like it. */
    const answers = async (like: (password: string) => string) => {
      const users = PASSWORD_VECTORS.entries()
      const found: { form: string; verified: boolean }[] = []
      const work = async () => {
        for (const [n, { scheme, form, password }] of users) {
          const { verified } = await verify({ username: `USER-${n}`, password: like(password) })
          found.push({ form: `${scheme}, ${form}`, verified })
        }
      }
      await Promise.all(Array.from({ length: IN_FLIGHT }, work))
      return found
    }
    const others = (found: Awaited<ReturnType<typeof answers>>, verified: boolean) =>
      found.filter((answer) => answer.verified !== verified)

    expect(others(await answers((password) => `!${password}`), false)).toEqual([])
    expect(others(await answers((password) => password), true)).toEqual([])
    await eventually('all have argon2id', async () =>
      (await at.rows()).every(({ passwordHash }) => CURRENT.test(passwordHash)),
    )
    expect(others(await answers((password) => password), true)).toEqual([])
    expect(others(await answers((password) => `${password}!`), false)).toEqual([])
    expect(await at.rows()).toHaveLength(PASSWORD_VECTORS.length)
  })
})

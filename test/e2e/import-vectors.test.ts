import { describe, expect, it } from 'vitest'
import { startTestDirectory } from '../support/directory.ts'
import { eventually } from '../support/eventually.ts'
import { runImport, writeRows } from '../support/import.ts'
import { PASSWORD_VECTORS } from '../support/password-vectors.ts'
import { storeEngines } from '../support/store-engines.ts'

const CURRENT = /^\$argon2id\$v=19\$m=7168,t=5,p=1\$[^$]+\$[^$]+$/

describe.each(storeEngines)('users of other systems, imported into $name', ({ create }) => {
  it('log in with the password that they had, whatever the scheme, with no other, and have argon2id from then on', async () => {
    await using at = await create()
    const rows = PASSWORD_VECTORS.map(({ scheme, hash, fields }, n) => ({
      username: `user-${n}`,
      ...(hash === undefined ? { password: { scheme, ...fields } } : { passwordHash: hash }),
    }))
    const { code, stderr } = await runImport(at, [writeRows(at, rows)])
    expect({ code, stderr }).toMatchObject({ code: 0 })
    await using directory = await startTestDirectory(at, { VERIFY_DEADLINE_MS: '60000' })

    const verified = async (n: number, password: string) => {
      const response = await directory.call('POST', '/verify', { username: `USER-${n}`, password })
      return ((await response.json()) as { verified?: boolean }).verified
    }
    const answers = await Promise.all(
      PASSWORD_VECTORS.map(async ({ scheme, form, password }, n) => {
        const wrong = await verified(n, `!${password}`)
        const right = await verified(n, password)
        await eventually(`${scheme}, ${form} is argon2id`, async () =>
          CURRENT.test((await directory.store.findByName(`user-${n}`))!.passwordHash),
        )
        return {
          n,
          scheme,
          form,
          wrong,
          right,
          again: await verified(n, password),
          afterwards: await verified(n, `${password}!`),
        }
      }),
    )
    expect(answers).toHaveLength(PASSWORD_VECTORS.length)
    expect(answers.filter(({ wrong, right, again, afterwards }) => wrong || !right || !again || afterwards)).toEqual([])
  })
})

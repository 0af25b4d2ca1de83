import { Refusal } from '@registrar/shared/http/refusal'
import { describe, expect, it } from 'vitest'
import { createRegistrationRules, invalidField } from '../../apps/gateway/src/register/registration-rules.ts'

const read = createRegistrationRules({
  passwordMinLength: 15,
  reservedUsernames: ['Acme'],
  passwordBlocklist: ['The Motto Of Acme'],
  serviceNames: ['Acme Cloud'],
})
const PASSWORD = 'correct horse battery staple'

const faultsOf = (body: Record<string, unknown>) => {
  try {
    return read(body)
  } catch (error) {
    return error instanceof Refusal && error.code === 'invalid_registration'
      ? error.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
      : error
  }
}

describe('a registration request', () => {
  it('gives the name as written, its canonical form, and the password as it is hashed', () => {
    expect(read({ username: 'Ｚoë', password: 'one\u00a0cafe\u0301 too many' })).toEqual({
      username: 'Ｚoë',
      canonicalUsername: 'zoë',
      password: 'one café too many',
    })
  })

  it.each([
    [
      'both fields',
      { username: 'a!', password: 'p\u0000' },
      ['username too_short', 'username invalid_characters', 'password too_short', 'password invalid_characters'],
    ],
    [
      'one field while the other is missing',
      { username: 'a!' },
      ['password required', 'username too_short', 'username invalid_characters'],
    ],
    [
      'one field while the other is of another type',
      { username: 7, password: 'password' },
      ['username wrong_type', 'password too_short', 'password common_password'],
    ],
    [
      'both while there is an unknown one',
      { username: 'ab', password: 'kQ7#', admin: 1 },
      ['admin unknown_field', 'username too_short', 'password too_short'],
    ],
    ['the two together', { username: 'adalovelace', password: 'AdaLovelace1815' }, ['password contains_username']],
    [
      'the two together, the name being refused',
      { username: 'ada!lovelace', password: 'ada!lovelace1815' },
      ['username invalid_characters', 'password contains_username'],
    ],
    [
      'the lists that are added',
      { username: 'acme', password: 'the motto of acme' },
      ['username reserved', 'password common_password'],
    ],
    ['the name of the service', { username: 'ada', password: 'acmecloud123456' }, ['password common_password']],
    ['the name of this program', { username: 'ada', password: 'registrar123456' }, ['password common_password']],
    ['nothing given', {}, ['username required', 'password required']],
    [
      'inherited fields, which are not given',
      Object.create({ username: 'ada', password: PASSWORD }),
      ['username required', 'password required'],
    ],
  ])('lists every fault of %s', (_what, body, faults) => {
    expect(faultsOf(body)).toEqual(faults.map((fault) => `#/${fault}`))
  })

  it('lists the first 20 of unknown fields, and every other fault beside them', () => {
    const unknown = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`field${n}`, n]))
    expect(faultsOf({ ...unknown, username: 'ada' })).toEqual([
      '#/password required',
      ...Array.from({ length: 20 }, (_, n) => `#/field${n} unknown_field`),
    ])
  })

  it('may be refused for what takes more than the request to know', () => {
    const fault = { code: 'common_password', detail: 'Use another.' } as const
    expect(invalidField('password', fault)).toMatchObject({
      code: 'invalid_registration',
      errors: [{ pointer: '#/password', ...fault }],
    })
  })
})

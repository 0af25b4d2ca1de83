import { verify } from 'argon2'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { outcomeOf, PASSWORD } from '../support/http/client.ts'
import { postForm, sendForm, takeForm } from '../support/http/form.ts'
import { freshName } from '../support/names.ts'
import { startWorker } from '../support/processes/service-process.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const registrar = sharedRegistrar({ workers: 0 })

describe('a form is as strict as JSON', () => {
  const good = { username: 'ada', password: PASSWORD }

  it.each([
    ['a field given twice', 'username=ada&username=bob&password=x', 'username'],
    ['a name that is not UTF-8', `username=ad%FFa&password=${encodeURIComponent(PASSWORD)}`, 'username'],
    [
      'a password that is not UTF-8',
      'username=ada&password=%C3%28%C3%28%C3%28%C3%28%C3%28%C3%28%C3%28%C3%28',
      'password',
    ],
  ])('%s', async (_what, body, field) => {
    const answer = await sendForm(registrar.url, body, { accept: 'application/json' })
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
    expect(errors).toContainEqual(expect.objectContaining({ pointer: `#/${field}`, code: 'wrong_type' }))
  })

  it('a field that does not belong to it, __proto__ too', async () => {
    for (const name of ['admin', '__proto__']) {
      const answer = await sendForm(registrar.url, `username=ada&password=x&${name}=1`, { accept: 'application/json' })
      const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
      expect(errors).toContainEqual(expect.objectContaining({ pointer: `#/${name}`, code: 'unknown_field' }))
    }
  })

  it('every character arrives as it was typed', async () => {
    await using _worker = await startWorker(registrar.variables)
    const [username, password] = [freshName(), 'ß + ü & = % 🎈 %41 "quotes"']
    const answer = await sendForm(registrar.url, { username, password })
    const jobId = answer.headers.get('location')!.split('/').at(-1)!
    expect(await outcomeOf(registrar.url, jobId)).toMatchObject({ status: 'completed' })
    const row = (await registrar.store.rows()).find((user) => user.username === username)!
    expect(await verify(row.passwordHash, password)).toBe(true)
  })

  it('a space around the name, as phone keyboards put it there, is not part of it', async () => {
    await using _worker = await startWorker(registrar.variables)
    const username = freshName()
    const answer = await sendForm(registrar.url, { username: ` ${username} \u3000`, password: PASSWORD })
    expect(answer.status).toBe(303)
    const jobId = answer.headers.get('location')!.split('/').at(-1)!
    expect(await outcomeOf(registrar.url, jobId)).toMatchObject({ status: 'completed' })
    expect((await registrar.store.rows()).map((user) => user.username)).toContain(username)
  })

  it('a name of nothing but spaces is missing', async () => {
    const answer = await sendForm(registrar.url, { username: '  ', password: PASSWORD }, { accept: 'application/json' })
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
    expect(errors).toMatchObject([{ pointer: '#/username', code: 'required' }])
  })

  it('an outage in the middle gives the form again with the name that was typed', async () => {
    const { cookie, token } = await takeForm(registrar.url)
    registrar.redis.signal('SIGSTOP')
    try {
      const answer = await postForm(registrar.url, { username: 'ada', password: PASSWORD, token }, { cookie })
      expect(answer.status).toBe(503)
      expect(await answer.text()).toMatch(/class="notice"(?:.|\n)*value="ada"/)
    } finally {
      registrar.redis.signal('SIGCONT')
    }
    await eventually(
      'accepting again',
      async () => (await sendForm(registrar.url, { ...good, username: freshName() })).status === 303,
    )
  })

  it.each([
    ['application/x-www-form-urlencoded; charset=utf8', 303],
    ['application/x-www-form-urlencoded; charset=iso-8859-1', 415],
    ['application/x-www-form-urlencoded; charset=UTF-8', 303],
    ['Application/X-WWW-Form-URLencoded', 303],
    ['multipart/form-data; boundary=x', 415],
  ])('%s: %i', async (type, status) => {
    const answer = await sendForm(registrar.url, { ...good, username: freshName() }, { 'content-type': type })
    expect(answer.status).toBe(status)
  })

  it('more than 16 KiB is too much', async () => {
    const answer = await sendForm(
      registrar.url,
      { ...good, password: 'x'.repeat(17_000) },
      { accept: 'application/json' },
    )
    expect(answer.status).toBe(413)
  })
})

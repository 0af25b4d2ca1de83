import { describe, expect, it } from 'vitest'
import {
  ada,
  CHANGE,
  type Directory,
  done,
  notVerified,
  registrarAt,
  USER_ID,
  userAs,
} from '../support/http/scripted-directory.ts'
import { cut, json, problem, startScriptedServer } from '../support/http/scripted-server.ts'

describe('a change whose answer was lost', () => {
  it('is done when nobody is left to erase', async () => {
    await using server = await startScriptedServer(cut, problem(404, 'not_found'))
    await registrarAt(server).users.erase(USER_ID)
    expect(server.requests.map(({ method }) => method)).toEqual(['DELETE', 'DELETE'])
  })

  it('is not done when something in between says that there is nobody', async () => {
    await using server = await startScriptedServer(cut, json(404, {}))
    await expect(registrarAt(server).users.erase(USER_ID)).rejects.toMatchObject({ code: 'unexpected_answer' })
  })

  it('is done when the user has changed to what was wanted', async () => {
    const renamed = userAs({ username: 'Eve' }, '"8"')
    await using server = await startScriptedServer(cut, problem(412, 'precondition_failed'), renamed)
    const user = await registrarAt(server).users.update(USER_ID, { username: 'Eve' }, { ifMatch: '"7"' })
    expect(user).toEqual({ ...ada, username: 'Eve', etag: '"8"' })
    expect(server.requests.map(({ method, headers }) => [method, headers['if-match']])).toEqual([
      ['PATCH', '"7"'],
      ['PATCH', '"7"'],
      ['GET', undefined],
    ])
  })

  it.each([
    ['has changed to something else', userAs({ username: 'Kim' })],
    ['may not be read with this key', problem(403, 'insufficient_scope')],
  ])('is refused when the user %s', async (_what, answer) => {
    await using server = await startScriptedServer(cut, problem(412, 'precondition_failed'), answer)
    const update = registrarAt(server).users.update(USER_ID, { username: 'Eve' }, { ifMatch: '"7"' })
    await expect(update).rejects.toMatchObject({ code: 'precondition_failed' })
  })

  it('is done when the new password is the current one', async () => {
    await using server = await startScriptedServer(cut, notVerified, done)
    expect(await registrarAt(server).users.changePassword(USER_ID, CHANGE)).toEqual({ verified: true })
    expect(server.requests.map(({ body }) => JSON.parse(body).currentPassword)).toEqual([
      CHANGE.currentPassword,
      CHANGE.currentPassword,
      CHANGE.password,
    ])
  })

  it('is not done when the current password is neither of the two, of which each is asked for once', async () => {
    const later = problem(429, 'too_many_attempts', { 'retry-after': '0' })
    await using server = await startScriptedServer(cut, notVerified, later, notVerified)
    expect(await registrarAt(server).users.changePassword(USER_ID, CHANGE)).toEqual({ verified: false })
    expect(server.requests.map(({ body }) => JSON.parse(body).currentPassword)).toEqual([
      CHANGE.currentPassword,
      CHANGE.currentPassword,
      CHANGE.password,
      CHANGE.password,
    ])
  })
})

describe('a change that was only told to wait', () => {
  const wait = problem(429, 'too_many_attempts', { 'retry-after': '0' })

  it.each([
    ['erase', ({ users }: Directory) => users.erase(USER_ID), 'not_found'],
    ['update', ({ users }: Directory) => users.update(USER_ID, {}, { ifMatch: '"7"' }), 'precondition_failed'],
  ])('is not taken for done: %s', async (_name, change, code) => {
    await using server = await startScriptedServer(wait, problem(404, code), userAs())
    await expect(change(registrarAt(server))).rejects.toMatchObject({ code })
    expect(server.requests).toHaveLength(2)
  })

  it('is not taken for done: changePassword', async () => {
    await using server = await startScriptedServer(wait, notVerified, done)
    expect(await registrarAt(server).users.changePassword(USER_ID, CHANGE)).toEqual({ verified: false })
  })
})

import { createRegistrar, type RegistrarOptions } from '../../../packages/client/src/create-registrar.ts'
import { type Answer, json, type ScriptedServer } from './scripted-server.ts'
import { unwatchedFetch } from './watch-fetch.ts'

export const USER_ID = '7f2d4f5e-1c70-4b7d-8f0e-5b9d0a3c2e22'
export const TIME = '2026-11-25T10:00:00.000Z'
export const KEY = 'rk_known-to-nobody-else'
export const LOGIN = { username: 'ada', password: 'correct horse battery staple' }
export const ada = {
  userId: USER_ID,
  username: 'Ada',
  createdAt: TIME,
  updatedAt: TIME,
  disabled: false,
  passwordChangedAt: TIME,
}

export const done: Answer = (response) => response.writeHead(204).end()
export const verified = json(200, { verified: true, userId: USER_ID, username: 'Ada' })
export const notVerified = json(200, { verified: false })
export const userAs = (more: object = {}, etag = '"7"') => json(200, { ...ada, ...more }, { etag })

export const registrarAt = ({ url }: ScriptedServer, options: Partial<RegistrarOptions> = {}) =>
  createRegistrar({ url: 'http://127.0.0.1:9', directoryUrl: url, apiKey: KEY, fetch: unwatchedFetch, ...options })
export type Directory = ReturnType<typeof registrarAt>

export const CHANGE = { currentPassword: LOGIN.password, password: 'another battery staple' }

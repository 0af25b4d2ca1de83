import { randomUUID } from 'node:crypto'
import type { RegistrationJob } from '@registrar/shared/registration-job'
import type { Sealable } from '@registrar/shared/seal'
import type { Context } from 'hono'
import { parseJsonObject } from './json-object.ts'
import type { RegistrationQueue } from './registration-queue.ts'
import { linksOf } from './registration-reader.ts'
import { registrationRequestReader } from './registration-request.ts'
import { demandJson, readBody } from './request-body.ts'

export type RegisterDeps = {
  queue: Pick<RegistrationQueue, 'add'>
  seal: (content: Sealable) => string
  passwordMinLength: number
}

/** `POST /register`: validate, seal, enqueue, answer 202. Nothing here is slow, and nothing is stored before it is sealed. */
export function registerRoute({ queue, seal, passwordMinLength }: RegisterDeps) {
  const readRegistration = registrationRequestReader({ passwordMinLength })
  return async (c: Context) => {
    demandJson(c.req)
    const { username, canonicalUsername, password } = readRegistration(parseJsonObject(await readBody(c.req)))
    const jobId = randomUUID() // unguessable: whoever holds it may read the outcome
    const job: RegistrationJob = {
      version: 1,
      userId: randomUUID(),
      username,
      sealed: seal({ jobId, canonicalUsername, password }),
    }
    await queue.add(jobId, job)
    const links = linksOf(jobId)
    return c.json({ jobId, status: 'queued', links }, 202, {
      location: links.self,
      'retry-after': '1',
      'cache-control': 'no-store',
    })
  }
}

import { DirectoryProblem } from '@registrar/shared/contract/directory-problems'
import { DirectoryUser, DirectoryUsers, Verification } from '@registrar/shared/contract/directory-user'
import { AcceptedRegistration, Registration } from '@registrar/shared/contract/registration'
import { RegistrationProblem } from '@registrar/shared/contract/registration-problems'
import { z } from 'zod'
import { noteBreach } from './contract-breaches.ts'
import { documentFault } from './openapi.ts'

/** An answer of the gateway or the directory, however it was received. */
export type Answer = {
  /** Of the request. */
  method: string
  status: number
  header(name: string): string | null
  text: string
}

const Health = z.strictObject({ status: z.enum(['ok', 'unavailable']) })

/** What JSON the contract allows in an answer with this status to a request for `path`. */
function schemaOf(path: string, { status, header }: Answer): z.ZodType {
  if (header('content-type') === 'application/problem+json')
    return isOfDirectory(path)
      ? DirectoryProblem.refine((problem) => problem.status === status)
      : RegistrationProblem.refine((problem) => problem.status === status)
  if (path === '/livez' || path === '/readyz') return Health
  if (path === '/openapi.json') return z.looseObject({})
  if (path === '/register' && status === 202) return AcceptedRegistration
  if (path.startsWith('/register/') && status === 200) return Registration
  if (path === '/verify' || path.endsWith('/password')) return Verification
  if (path === '/users') return DirectoryUsers
  if (path.startsWith('/users/')) return DirectoryUser
  return z.never()
}

const isOfDirectory = (path: string) => /^\/(users|verify)(\/|$)/.test(path)

/** Notes whether an answer keeps to the contract, by its schemas and by the OpenAPI document: the test that has received one that does not fails at its end. */
export function checkAnswer(path: string, answer: Answer): void {
  const note = (fault: string) => noteBreach(`${answer.method} ${path} ${answer.status} ${answer.text}: ${fault}`)
  const fault = documentFault(path, answer)
  if (fault) note(fault)
  // A page, the answer to HEAD, or lines of JSON, of which the test that reads them parses each.
  if (!/^application\/(problem\+)?json/.test(answer.header('content-type') ?? '') || answer.text === '') return
  const parsed = schemaOf(path, answer).safeParse(JSON.parse(answer.text))
  if (!parsed.success) note(parsed.error.message)
}

/** Notes whether the data of an event about a registration keeps to the contract. */
export function checkEvent(jobId: string, data: unknown): void {
  const parsed = Registration.safeParse(data)
  if (!parsed.success) noteBreach(`event of ${jobId} ${JSON.stringify(data)}: ${parsed.error.message}`)
}

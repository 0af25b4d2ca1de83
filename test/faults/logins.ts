import { setTimeout as delay } from 'node:timers/promises'
import { RegistrarError } from '../../packages/client/src/create-registrar.ts'
import { eventually } from '../support/eventually.ts'
import { freshName, freshPassword } from '../support/names.ts'
import { directoryAt } from '../support/processes/directory.ts'
import type { Ledger } from './ledger.ts'

type Directory = { url: string; key: string }

/** Each costs a hash, which the workers want too. */
const PER_SECOND = 3

/** People who log in, with right and with wrong passwords, until it is stopped. */
export function startLogins(directory: Directory, ledger: Ledger): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const run = async () => {
    for (let n = 0; !stopping.signal.aborted; n++) {
      const login = LOGINS[n % LOGINS.length]!(directory, ledger)
      underWay.add(login)
      void login.finally(() => underWay.delete(login))
      await delay(1_000 / PER_SECOND)
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
      await Promise.all(underWay)
    },
  }
}

/** Waits until somebody can log in again, if anybody has registered. */
export async function untilLoggedIn(directory: Directory, ledger: Ledger): Promise<void> {
  if (!anyWith(ledger, 'completed')) return
  const waiting: Ledger = { ...ledger, logins: { verified: 0, denied: 0, refused: 0 } } // it asks very often
  await eventually('a login is verified', async () => {
    await withTheirPassword(directory, waiting)
    return waiting.logins.verified > 0
  })
}

type Login = (directory: Directory, ledger: Ledger) => Promise<void>

const withTheirPassword: Login = async (directory, ledger) => {
  const person = anyWith(ledger, 'completed')
  if (!person) return
  const { username, password, userId } = person
  const verification = await verify(directory, ledger, username, password)
  if (!verification) return
  if (!verification.verified) ledger.contradictions.push(`the password of ${username} was not verified`)
  else if (verification.userId !== userId)
    ledger.contradictions.push(`${username} is said to be ${verification.userId}`)
}

/** They did not get the name: somebody else has it, with another password. */
const asSomebodyElse: Login = async (directory, ledger) => {
  const person = anyWith(ledger, 'rejected')
  if (person) await demandDenied(directory, ledger, person.username, person.password)
}
const withAWrongPassword: Login = async (directory, ledger) => {
  const person = anyWith(ledger, 'completed')
  if (person) await demandDenied(directory, ledger, person.username, freshPassword())
}
const asNobody: Login = (directory, ledger) => demandDenied(directory, ledger, freshName(), freshPassword())

const LOGINS = [withTheirPassword, withAWrongPassword, withTheirPassword, asSomebodyElse, withTheirPassword, asNobody]

async function demandDenied(directory: Directory, ledger: Ledger, username: string, password: string): Promise<void> {
  const verification = await verify(directory, ledger, username, password)
  if (verification?.verified) ledger.contradictions.push(`a wrong password of ${username} was verified`)
}

/** Somebody whose registration has ended so. */
function anyWith(ledger: Ledger, status: 'completed' | 'rejected') {
  const ended = [...ledger.seen.values()].filter((registration) => registration.status === status)
  const registration = ended[Math.floor(Math.random() * ended.length)]
  if (!registration) return undefined
  const userId = registration.status === 'completed' ? registration.userId : undefined
  return { ...ledger.accepted.get(registration.jobId)!, userId }
}

/** Undefined when it was refused, or the connection failed: nothing is known about the password. */
async function verify({ url, key }: Directory, ledger: Ledger, username: string, password: string) {
  try {
    const verification = await directoryAt(url, key, { retries: 0 }).verify({ username, password })
    ledger.logins[verification.verified ? 'verified' : 'denied']++
    return verification
  } catch (error) {
    if (!(error instanceof RegistrarError)) throw error
    ledger.logins.refused++
    const { status, code, cause } = error
    const isExpected = status === 0 ? isLostConnection(cause) : status === 429 || status === 503
    if (!isExpected) ledger.contradictions.push(`a verification: ${cause ?? `${status} ${code}`}`)
    return undefined
  }
}

/** What fetch says then. Anything else is an answer that took too long, or is none of ours. */
const isLostConnection = (cause: unknown) => /^(fetch failed|terminated)$/.test((cause as Error).message)

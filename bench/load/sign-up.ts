import { randomBytes } from 'node:crypto'

const run = randomBytes(4).toString('hex')
const password = 'correct horse battery staple'
let count = 0

/** A name that nobody has. */
const nextName = () => `u${run}${(count++).toString(36)}`

export const SIGN_UP_HEADERS = { 'content-type': 'application/json' }

/** A sign-up under an unused name. */
export const signUp = () => ({ username: nextName(), password })

/** Its body; as cheap as possible, because the load shares the cores with the server. */
export const signUpBody = (): string => `{"username":"${nextName()}","password":"${password}"}`

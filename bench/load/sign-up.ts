import { randomBytes } from 'node:crypto'

const run = randomBytes(4).toString('hex')
let count = 0

export const SIGN_UP_HEADERS = { 'content-type': 'application/json' }

/** The body of a sign-up under an unused name; as cheap as possible, because the load shares the cores with the server. */
export const signUpBody = (): string =>
  `{"username":"u${run}${(count++).toString(36)}","password":"correct horse battery staple"}`

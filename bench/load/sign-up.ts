import { randomBytes } from 'node:crypto'

const run = randomBytes(4).toString('hex')
let count = 0

export const SIGN_UP_HEADERS = { 'content-type': 'application/json' }

/** The body of a sign-up under a name that nobody has; as cheap as can be, for the load shares the cores with the loaded. */
export const signUpBody = (): string =>
  `{"username":"u${run}${(count++).toString(36)}","password":"correct horse battery staple"}`

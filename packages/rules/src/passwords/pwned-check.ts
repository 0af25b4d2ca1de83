import type { Logger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { createPwnedPasswords, type IsPwned } from './pwned-passwords.ts'

/** The variables of the environment that choose the range service. */
export type PwnedVariables = {
  PWNED_PASSWORDS_URL?: string | undefined
  PWNED_PASSWORDS_TIMEOUT_MS: number
  PWNED_PASSWORDS_WHEN_AWAY: 'accept' | 'refuse'
}

/** Asks the range service that the environment names, and logs its outages; where it names none, no password is pwned. */
export function createPwnedCheck(variables: PwnedVariables, log: Logger): IsPwned {
  const url = variables.PWNED_PASSWORDS_URL
  if (!url) return async () => false
  return createPwnedPasswords({
    url,
    timeoutMs: variables.PWNED_PASSWORDS_TIMEOUT_MS,
    whenUnavailable: variables.PWNED_PASSWORDS_WHEN_AWAY,
    outage: createOutageLog(log, {
      down: 'the password range service is unavailable',
      up: 'the password range service has recovered',
    }),
  })
}

import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { createPwnedPasswords, PWNED } from '@registrar/rules/passwords/pwned-passwords'
import type { Rules } from '@registrar/rules/rules'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import type { Logger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { refuse } from '../http/refuse.ts'

/** Every fault of a new password, by the rules of sign-up. @throws Refusal queue_unavailable when it cannot be checked */
export type CheckPassword = (password: string, usernameKey: string) => Promise<FieldFault[]>

type Settings = {
  PWNED_PASSWORDS_URL?: string | undefined
  PWNED_PASSWORDS_TIMEOUT_MS: number
  PWNED_PASSWORDS_WHEN_AWAY: 'accept' | 'refuse'
}

export function createCheckPassword({ passwordFaults }: Rules, settings: Settings, log: Logger): CheckPassword {
  const { PWNED_PASSWORDS_URL: url } = settings
  if (!url) return async (password, usernameKey) => passwordFaults(password, usernameKey)
  const outage = createOutageLog(log, {
    down: 'the password range service is unavailable',
    up: 'the password range service has recovered',
  })
  const isPwned = createPwnedPasswords({
    url,
    timeoutMs: settings.PWNED_PASSWORDS_TIMEOUT_MS,
    whenUnavailable: settings.PWNED_PASSWORDS_WHEN_AWAY,
    onUnavailable: outage.down,
  })
  return async (password, usernameKey) => {
    const faults = passwordFaults(password, usernameKey)
    if (faults.length > 0) return faults
    const answer = await isPwned(normalizePassword(password))
    if (answer === 'unavailable')
      throw refuse('queue_unavailable', 'Passwords cannot be checked right now. Try again in a few seconds.', {
        headers: { 'retry-after': '5' },
      })
    return answer ? [PWNED] : []
  }
}

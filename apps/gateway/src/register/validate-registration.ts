import { createPwnedPasswords, PWNED } from '@registrar/rules/passwords/pwned-passwords'
import { ruleSettingsOf } from '@registrar/rules/rules'
import type { Logger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { refuse } from '../http/refuse.ts'
import { createRegistrationRules, invalidField, type RegistrationRequest } from './registration-rules.ts'

/** The variables of the environment that decide what is acceptable. */
type Settings = Parameters<typeof ruleSettingsOf>[0] & {
  PWNED_PASSWORDS_URL?: string | undefined
  PWNED_PASSWORDS_TIMEOUT_MS: number
  PWNED_PASSWORDS_WHEN_AWAY: 'accept' | 'refuse'
}

/** Checks one request by all the rules. @throws Refusal invalid_registration; queue_unavailable, see below */
export type ValidateRegistration = (body: Record<string, unknown>) => Promise<RegistrationRequest>

/**
 * The rules that the settings ask for, the lists in files and the range service among them.
 * @throws ConfigurationError when a file cannot be read
 */
export function createValidateRegistration(settings: Settings, log: Logger): ValidateRegistration {
  const read = createRegistrationRules(ruleSettingsOf(settings))
  const url = settings.PWNED_PASSWORDS_URL
  if (!url) return async (body) => read(body)

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
  return async (body) => {
    const request = read(body)
    const answer = await isPwned(request.password)
    if (answer === true) throw invalidField('password', PWNED)
    if (answer === 'unavailable')
      throw refuse('queue_unavailable', 'Passwords cannot be checked right now. Try again in a few seconds.', {
        headers: { 'retry-after': '5' },
      })
    return request
  }
}

import { createPwnedCheck, type PwnedVariables } from '@registrar/rules/passwords/pwned-check'
import { PWNED } from '@registrar/rules/passwords/pwned-passwords'
import { ruleSettingsOf } from '@registrar/rules/rules'
import type { Logger } from '@registrar/shared/process/logger'
import { refuse } from '../http/refuse.ts'
import { createRegistrationRules, invalidField, type RegistrationRequest } from './registration-rules.ts'

/** Checks one request by all the rules. @throws Refusal invalid_registration; queue_unavailable, see below */
export type ValidateRegistration = (body: Record<string, unknown>) => Promise<RegistrationRequest>

/**
 * The rules that the settings ask for, the lists in files and the range service among them.
 * @throws ConfigurationError when a file cannot be read
 */
export function createValidateRegistration(
  settings: Parameters<typeof ruleSettingsOf>[0] & PwnedVariables,
  log: Logger,
): ValidateRegistration {
  const read = createRegistrationRules(ruleSettingsOf(settings))
  const isPwned = createPwnedCheck(settings, log)
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

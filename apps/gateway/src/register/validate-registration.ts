import { createPwnedCheck, type PwnedVariables } from '@registrar/rules/passwords/pwned-check'
import { PWNED } from '@registrar/rules/passwords/pwned-passwords'
import { ruleSettingsOf } from '@registrar/rules/rules'
import type { Logger } from '@registrar/shared/process/logger'
import { refuse } from '../http/refuse.ts'
import type { LimitedRequest } from '../limits/rate-limit.ts'
import { createRegistrationRules, invalidField, type RegistrationRequest } from './registration-rules.ts'

/** Checks one request by all the rules. @throws Refusal invalid_registration; what `limit` throws; queue_unavailable, see below */
export type ValidateRegistration = (
  body: Record<string, unknown>,
  limit: LimitedRequest,
) => RegistrationRequest | Promise<RegistrationRequest>

/**
 * The rules that the settings ask for, the lists in files and the range service among them, which is asked only for
 * clients within their limit.
 * @throws ConfigurationError when a file cannot be read
 */
export function createValidateRegistration(
  settings: Parameters<typeof ruleSettingsOf>[0] & PwnedVariables,
  log: Logger,
): ValidateRegistration {
  const read = createRegistrationRules(ruleSettingsOf(settings))
  if (!settings.PWNED_PASSWORDS_URL) return read
  const isPwned = createPwnedCheck(settings, log)
  return async (body, limit) => {
    const request = read(body)
    await limit.count()
    const answer = await isPwned(request.password)
    if (answer === true) throw invalidField('password', PWNED)
    if (answer === 'unavailable')
      throw refuse('queue_unavailable', 'Passwords cannot be checked right now. Try again in a few seconds.', {
        headers: { 'retry-after': '5' },
      })
    return request
  }
}

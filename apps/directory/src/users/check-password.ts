import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { createPwnedCheck, type PwnedVariables } from '@registrar/rules/passwords/pwned-check'
import { PWNED } from '@registrar/rules/passwords/pwned-passwords'
import type { Rules } from '@registrar/rules/rules'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import type { Logger } from '@registrar/shared/process/logger'
import { refuse } from '../http/refuse.ts'

/** Every fault of a new password, by the rules of sign-up. @throws Refusal queue_unavailable when it cannot be checked */
export type CheckPassword = (password: string, usernameKey: string) => Promise<FieldFault[]>

export function createCheckPassword({ passwordFaults }: Rules, settings: PwnedVariables, log: Logger): CheckPassword {
  const isPwned = createPwnedCheck(settings, log)
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

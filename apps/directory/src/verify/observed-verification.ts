import { Refusal } from '@registrar/shared/http/refusal'
import { verificationEnded } from '@registrar/shared/telemetry/observations'
import type { VerifyPassword } from './verify-password.ts'

/** `verifyPassword`, each of whose results can be observed. */
export function observedVerification(verifyPassword: VerifyPassword): VerifyPassword {
  return async (request) => {
    const startedAt = performance.now()
    const publish = (result: string) =>
      verificationEnded.publish({ result, seconds: (performance.now() - startedAt) / 1_000 })
    try {
      const user = await verifyPassword(request)
      publish(user ? (user.disabled ? 'account_disabled' : 'verified') : 'not_verified')
      return user
    } catch (error) {
      publish(error instanceof Refusal ? error.code : 'internal_error')
      throw error
    }
  }
}

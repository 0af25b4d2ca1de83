import { SealError } from '@registrar/shared/keys/seal-format'

/** Why a registration failed: safe to store and to log, and what an operator is shown (docs/operations.md). */
export type FailureCode = SealError['code'] | 'job_malformed' | 'job_of_another_release' | 'crashed_its_workers'

/** A registration that cannot be carried out, however often it is tried. */
export class RegistrationFailure extends Error {
  override name = 'RegistrationFailure'
  readonly code: FailureCode

  constructor(code: FailureCode) {
    super(code)
    this.code = code
  }
}

/** The code of an error that fails a registration; undefined for any other error. */
export const failureCodeOf = (error: unknown): FailureCode | undefined =>
  error instanceof RegistrationFailure || error instanceof SealError ? error.code : undefined

import { REGISTRATION_PROBLEMS } from '@registrar/shared/contract/registration-problems'
import { refusalsOf } from '@registrar/shared/http/refusal'

/** The refusals of the gateway. */
export const refuse = refusalsOf(REGISTRATION_PROBLEMS)

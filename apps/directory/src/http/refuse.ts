import { DIRECTORY_PROBLEMS } from '@registrar/shared/contract/directory-problems'
import { refusalsOf } from '@registrar/shared/http/refusal'

/** The refusals of the directory. */
export const refuse = refusalsOf(DIRECTORY_PROBLEMS)

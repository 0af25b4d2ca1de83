import { HTTP_PROBLEMS } from '../contract/problem.ts'
import { refusalsOf } from './refusal.ts'

/** Refusals that any HTTP service may throw. A service with more of them makes a `refuse` of its own. */
export const refuse = refusalsOf(HTTP_PROBLEMS)

import type { FieldFault } from '@registrar/shared/contract/field-fault'

/** How to describe a name that sign-up would refuse, in words that fit a list of users. */
export type NameKind = `with ${'an @' | 'a space'}` | FieldFault['code']

/** Of the many characters that names may not have, the two that other systems allow most often are counted separately. */
export function nameKindOf(username: string, code: FieldFault['code']): NameKind {
  if (username.includes('@')) return 'with an @'
  return /\s/.test(username) ? 'with a space' : code
}

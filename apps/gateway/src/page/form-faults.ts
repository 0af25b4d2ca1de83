import type { Refusal } from '@registrar/shared/http/refusal'
import { type Strings, withNumber } from './strings.ts'

/** What is amiss with each field, in the words of one language. */
export type FormFaults = Record<'username' | 'password' | 'other', string[]>

/** The errors of an `invalid_registration` in the language of `faults`; a text may name the number that the rule has. */
export function formFaults({ errors = [] }: Refusal, { faults }: Strings): FormFaults {
  const texts: FormFaults = { username: [], password: [], other: [] }
  for (const { pointer, code, detail } of errors) {
    const field = pointer.slice('#/'.length)
    if (field !== 'username' && field !== 'password') texts.other.push(faults.other)
    else texts[field].push(withNumber(faults[field][code] ?? detail, /\d+/.exec(detail)?.[0] ?? ''))
  }
  return { ...texts, other: texts.other.slice(0, 1) }
}

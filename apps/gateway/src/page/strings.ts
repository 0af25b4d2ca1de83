import { readdirSync } from 'node:fs'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import type { RegistrationProblemCode } from '@registrar/shared/contract/registration-problems'

/** A text for each plural form that the language has (CLDR); `{n}` is where the number goes. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

/**
 * Texts for the rules of one field. `{n}` is the number that the rule names. A rule without a text is shown in the
 * words of the rule itself, which are English.
 */
type FaultTexts = Partial<Record<FieldFault['code'], string>>

/** Every word of the page in one language. A file in `strings/` that exports one as `strings` adds the language. */
export type Strings = {
  /** A language tag of BCP 47. */
  tag: string
  dir: 'ltr' | 'rtl'
  form: {
    heading: string
    lead: string
    username: string
    usernameHint: string
    password: string
    /** `{n}` is the least number of characters. */
    passwordHint: string
    show: string
    showLabel: string
    hide: string
    hideLabel: string
    shown: string
    hidden: string
    left: Plural
    enough: string
    submit: string
    submitting: string
    promise: string
    /** Stands before the title of a page with errors. */
    error: string
    summary: Plural
    /** The server cannot be reached from the browser. */
    unreachable: string
  }
  faults: { username: FaultTexts; password: FaultTexts; other: string }
  /** What a refusal means for a person, above the form; `other` for those that no person meets. */
  refusals: Partial<Record<RegistrationProblemCode, string>> & { other: string }
  pending: {
    heading: string
    lead: string
    received: string
    queued: string
    processing: string
    done: string
    /** After some seconds. */
    slow: string
    /** The server, or what it needs, cannot be reached. */
    away: string
    /** Where there is no script. */
    refreshes: string
  }
  completed: { heading: string; lead: string; entered: string; proceed: string }
  rejected: { heading: string; lead: string; fault: string }
  failed: { heading: string; lead: string; again: string }
  notFound: { heading: string; lead: string; begin: string }
}

export type Languages = ReadonlyMap<string, Strings>

/** Every language there is a file for. */
export async function loadLanguages(): Promise<Languages> {
  const folder = new URL('./strings/', import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'))
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)))
  return new Map(modules.map(({ strings }: { strings: Strings }) => [strings.tag.toLowerCase(), strings]))
}

/** The text of `plural` for `n` in the language of `tag`. */
export const pluralize = (plural: Plural, n: number, tag: string): string =>
  withNumber(plural[new Intl.PluralRules(tag).select(n)] ?? plural.other, n)

export const withNumber = (text: string, n: number | string): string => text.replace('{n}', String(n))

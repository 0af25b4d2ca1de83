import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import type { Languages, Strings } from './strings.ts'

const DEFAULT = 'en'

/** The words in the language that the client likes best of those there are: RFC 4647, 3.4, so that de-AT finds de. */
export function chooseLanguage(c: Context, languages: Languages): Strings {
  const tag = accepts(c, {
    header: 'Accept-Language',
    supports: [...languages.keys()],
    default: DEFAULT,
    match(wanted, { supports, default: fallback }) {
      const byLiking = wanted.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q)
      return (
        byLiking.flatMap(({ type }) => rangesOf(type.toLowerCase())).find((tag) => supports.includes(tag)) ?? fallback
      )
    },
  })
  return languages.get(tag)!
}

/** `zh-hant-tw`, then `zh-hant`, then `zh`. */
const rangesOf = (tag: string) => tag.split('-').map((_part, at, parts) => parts.slice(0, parts.length - at).join('-'))

import { Unusable, variable } from './variable.ts'

/**
 * A URL of http or https, handed on as it is written. Browsers and fetch refuse those with a user name or password in
 * them. Its value is never shown: others may have put a token into it.
 */
export const webUrl = () =>
  variable(
    'a URL that starts with https:// or http://, has no user name or password in it, and no spaces (a space is %20)',
    (text) => {
      const url = isWritten(text) && !mayHavePassword(text) ? URL.parse(text) : null
      return url && !url.username && !url.password && url.port !== '0' ? text : new Unusable()
    },
  )

/** The URL parser of browsers takes much that only looks like one: `https:example`, backslashes, line breaks, `%zz`. */
const isWritten = (text: string) => /^https?:\/\/[^\s\p{Cc}\\]+$/u.test(text) && !/%(?![\da-f]{2})/i.test(text)

/** `user:12/34@host`, which would be read as a host and its port. An @ in the path alone is that of a package or a name. */
const mayHavePassword = (text: string) => /^https?:\/\/[^/?#]*:\d+[/?#].*@/.test(text)

import { isHost } from '../process/variables/host.ts'
import { listOf } from '../process/variables/list.ts'
import { Unusable } from '../process/variables/variable.ts'

/** Of apps and browser extensions: their origins are not those of web sites. */
const APP_SCHEMES = ['app', 'capacitor', 'ionic', 'tauri', 'chrome-extension', 'moz-extension', 'safari-web-extension']
const APP_ORIGIN = new RegExp(`^(?:${APP_SCHEMES.join('|')})://[a-z\\d.-]+$`)

/**
 * Origins exactly as browsers send them in `Origin` (RFC 6454, section 6.2). They are compared as strings, so any other
 * spelling would never match: the right one is proposed, and nothing else of what was written is shown.
 */
export const corsOrigins = () => listOf('exact origins such as https://app.example.com', readOrigin)

function readOrigin(text: string): string | Unusable {
  const origin = intendedOrigin(text)
  if (origin === text || APP_ORIGIN.test(text)) return text
  if (text.includes('*')) return new Unusable({ got: 'has a *, which matches nothing' })
  return new Unusable({ got: 'has an entry that is not an exact origin', wants: origin && `written as ${origin}` })
}

/** Without a scheme, https is meant. Undefined where nothing can be proposed without perhaps showing a password. */
function intendedOrigin(text: string): string | undefined {
  if (/[@\\\s*]/.test(text) || text === 'null') return undefined
  const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(text) // not a host and its port
  const url = URL.parse(hasScheme ? text : `https://${text}`)
  if (!url || !/^https?:$/.test(url.protocol) || !isHost(url.hostname.replace(/^\[|\]$/g, ''))) return undefined
  return url.origin
}

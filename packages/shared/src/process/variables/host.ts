import { isIP } from 'node:net'
import { unusable, variable } from './variable.ts'

/** Labels as in RFC 1123, section 2.1, and underscores, which names of containers have. The last is never a number. */
const HOST_NAME = /^(?=.{1,253}$)(?:\w(?:[\w-]{0,61}\w)?\.)*(?!\d+\.?$)\w(?:[\w-]{0,61}\w)?\.?$/

/** Whether `text` is an IP address without brackets, or could be the name of a host. Nothing is looked up. */
export const isHost = (text: string): boolean => isIP(text) !== 0 || HOST_NAME.test(text)

/** Where to listen. Whether this machine has that address, only listening shows. */
export const host = () =>
  variable(
    'an IP address or a host name alone, such as 127.0.0.1, without scheme, port or brackets (0.0.0.0 for all addresses)',
    (text) => (isHost(text) ? text : unusable(text)),
  )

import { isIP } from 'node:net'
import { isHost } from './host.ts'

/** What a URL that names servers says beside the user and the password, as it is written: nothing is percent-decoded. */
export type ConnectionUrl = {
  /** Names and addresses, without their ports. */
  hosts: string[]
  /** What follows the slash after the hosts: the database. */
  path: string
  query: string
}

/** Completes "it must be …" for a URL like `example` that cannot be taken apart: most often for an unescaped password. */
export const wantsConnectionUrl = (example: string): string =>
  `a URL such as ${example}, with the characters @ : / ? # [ ] and % in the user name and password percent-encoded ` +
  '(@ as %40, : as %3A, / as %2F)'

const URL_PARTS =
  /^(?<scheme>[^:]+):\/\/(?:[^@/?#]+@)?(?<hosts>[^@/?#]+)(?:\/(?<path>[^@?#]*))?(?:\?(?<query>[^@#]*))?$/
const HOST_AND_PORT = /^(?:\[(?<ipv6>[^\]]+)\]|(?<name>[^:[\]]+))(?::(?<port>\d+))?$/

/**
 * Takes a connection URL apart by the grammar of RFC 3986, which the parsers of URLs and of drivers read more leniently:
 * they take the first digits of a password with an unescaped slash for a port, and go on to look for that server.
 * Undefined for what is not of one of `schemes` or breaks the grammar: a second @, a space, an escape or port that is none.
 */
export function readConnectionUrl(text: string, schemes: string[]): ConnectionUrl | undefined {
  const { scheme = '', hosts = '', path = '', query = '' } = URL_PARTS.exec(text)?.groups ?? {}
  if (!schemes.includes(scheme) || /[\s\p{Cc}]/u.test(text) || !isDecodable(text)) return undefined
  const names = hosts.split(',').map(readHost)
  return names.every((name) => name !== undefined) ? { hosts: names, path, query } : undefined
}

/** Whether each % begins an escape, and the escapes are UTF-8. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function readHost(text: string): string | undefined {
  const { ipv6, name = '', port = '1' } = HOST_AND_PORT.exec(text)?.groups ?? {}
  if (Number(port) < 1 || Number(port) > 65_535) return undefined
  if (ipv6 !== undefined) return isIP(ipv6) === 6 ? ipv6 : undefined
  return isHost(name) || isUnixSocket(name) ? name : undefined
}

/** The path of a socket of this machine, its slashes escaped: MongoDB's URIs have such. */
const isUnixSocket = (name: string) => /^%2f[\w.%-]+\.sock$/i.test(name)

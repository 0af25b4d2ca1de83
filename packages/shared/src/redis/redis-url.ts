import { readConnectionUrl, wantsConnectionUrl } from '../process/variables/connection-url.ts'
import { isHost } from '../process/variables/host.ts'
import { Unusable, variable } from '../process/variables/variable.ts'

const WANTS = wantsConnectionUrl('redis://user:password@host:6379/0 (rediss:// for TLS)')
const MAX_DATABASE = 2 ** 31 - 1

/** Where Redis is. It may hold a password: nothing of it is ever shown. Whether Redis has the database, only Redis knows. */
export const redisUrl = () =>
  variable(WANTS, (text) => {
    if (!/^rediss?:\/\//.test(text)) return new Unusable({ wants: 'a URL that starts with redis:// or rediss://' })
    const url = readConnectionUrl(text, ['redis', 'rediss'])
    const [host, ...others] = url?.hosts ?? []
    if (!url || !host || others.length > 0 || !isHost(host)) return new Unusable()
    if (!isDatabase(url.path))
      return new Unusable({ wants: `${WANTS}, and after the host only the number of a database` })
    if (!/^(?:family=[046])?$/.test(url.query))
      return new Unusable({ wants: `${WANTS}, and without options other than family=0, 4 or 6` })
    return text
  })

const isDatabase = (path: string) => /^(?:\d{1,10})?$/.test(path) && Number(path) <= MAX_DATABASE

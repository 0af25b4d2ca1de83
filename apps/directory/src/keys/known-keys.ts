import { timingSafeEqual } from 'node:crypto'
import { statSync } from 'node:fs'
import { type ApiKey, digestOfKey, readApiKeys } from '@registrar/shared/keys/api-keys'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Logger } from '@registrar/shared/process/logger'

/** Finds the key that a caller sent, among those that the file has now. */
export type FindKey = (key: string) => ApiKey | undefined

/**
 * Reads the file again whenever it has changed: a revoked key stops working at once. Requests that come in one turn of the
 * event loop share one check. If the file cannot be read, the previous keys stay valid, and an error is logged once.
 * @throws ConfigurationError when it cannot be read at the start
 */
export function createKnownKeys(file: string, log: Logger): FindKey {
  let keys = withDigests(readApiKeys(file))
  let state = stateOf(file)
  let isCurrent = false

  const refresh = () => {
    if (isCurrent) return
    isCurrent = true
    setImmediate(() => (isCurrent = false))
    const now = stateOf(file)
    if (now === state) return
    state = now
    try {
      keys = withDigests(readApiKeys(file))
      log.info({ keys: keys.length }, 'API keys reloaded')
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      log.error({ reason: error.message }, 'cannot read the API keys; the previous ones remain valid')
    }
  }

  return (key) => {
    refresh()
    const digest = digestOfKey(key)
    // All are compared, each in constant time: the response time does not reveal a near match.
    return keys.filter(({ expected }) => timingSafeEqual(digest, expected))[0]?.key
  }
}

const withDigests = (keys: ApiKey[]) => keys.map((key) => ({ key, expected: Buffer.from(key.sha256, 'hex') }))

function stateOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : 'missing'
}

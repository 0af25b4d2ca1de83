import { timingSafeEqual } from 'node:crypto'
import { statSync } from 'node:fs'
import { type ApiKey, digestOfKey, readApiKeys } from '@registrar/shared/keys/api-keys'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Logger } from '@registrar/shared/process/logger'

/** Finds the key that a caller sent, among those that the file has now. */
export type FindKey = (key: string) => ApiKey | undefined

/**
 * Reads the file again whenever it has changed: a look at its state costs microseconds, and a withdrawn key ends at once.
 * A file that cannot be read leaves the keys as they were, and says so once.
 * @throws ConfigurationError when it cannot be read at the start
 */
export function createKnownKeys(file: string, log: Logger): FindKey {
  let keys = withDigests(readApiKeys(file))
  let state = stateOf(file)

  const refresh = () => {
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
    // Each is compared, and none with an early end: the time says nothing about which one came close.
    return keys.filter(({ expected }) => timingSafeEqual(digest, expected))[0]?.key
  }
}

const withDigests = (keys: ApiKey[]) => keys.map((key) => ({ key, expected: Buffer.from(key.sha256, 'hex') }))

function stateOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : 'missing'
}

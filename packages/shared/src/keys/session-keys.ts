import sodium from 'sodium-native'
import { SESSION_KEY_BYTES, SealError } from './seal-format.ts'
import type { SealingKeyPair } from './sealing-key.ts'

/**
 * Jobs wait in the order in which they were sealed, so a worker meets the seals of one session one after the other, and
 * those of a few sessions at once where there are several gateways.
 */
const REMEMBERED_SESSIONS = 64
/** A worker with nothing to open keeps no key for longer than this. */
const FORGET_AFTER_MS = 10_000

/** The keys of recent sessions. An agreement takes some 70 microseconds, opening a seal with a known key about one. */
export type SessionKeys = Disposable & {
  /** The key agreed between `pair` and the holder of `ephemeralPublicKey`. @throws SealError for a key that is none */
  agreedWith(ephemeralPublicKey: Buffer, pair: SealingKeyPair): Buffer
}

export function createSessionKeys(): SessionKeys {
  const keys = new Map<string, Buffer>() // in the order of their making: the oldest goes first
  let timer: NodeJS.Timeout | undefined

  const forget = (name: string) => {
    const key = keys.get(name)
    if (key) sodium.sodium_memzero(key)
    keys.delete(name)
  }
  const forgetAll = () => {
    clearTimeout(timer)
    timer = undefined
    for (const name of keys.keys()) forget(name)
  }

  return {
    agreedWith(ephemeralPublicKey, pair) {
      timer = timer?.refresh() ?? setTimeout(forgetAll, FORGET_AFTER_MS).unref()
      const name = pair.publicKey.toString('latin1') + ephemeralPublicKey.toString('latin1')
      const known = keys.get(name)
      if (known) return known
      const key = agree(ephemeralPublicKey, pair)
      keys.set(name, key)
      if (keys.size > REMEMBERED_SESSIONS) forget(keys.keys().next().value!)
      return key
    },
    [Symbol.dispose]: forgetAll,
  }
}

function agree(ephemeralPublicKey: Buffer, { publicKey, privateKey }: SealingKeyPair): Buffer {
  const key = Buffer.allocUnsafeSlow(SESSION_KEY_BYTES)
  const unused = Buffer.allocUnsafeSlow(SESSION_KEY_BYTES) // the key of the other direction
  try {
    sodium.crypto_kx_server_session_keys(key, unused, publicKey, privateKey, ephemeralPublicKey)
  } catch {
    throw new SealError('seal_malformed') // a point of low order: nothing was agreed on
  }
  sodium.sodium_memzero(unused)
  return key
}

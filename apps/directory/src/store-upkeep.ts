import { setTimeout as delay } from 'node:timers/promises'
import { growingPauses } from '@registrar/shared/process/growing-pauses'
import type { Logger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { prepareStore } from '@registrar/users/prepare-store'
import type { UserStore } from '@registrar/users/user-store'

/** Names whose quarantine is over are freed this often. */
const HOUR_MS = 3_600_000

type Options = { log: Logger; shutdown: AbortSignal }

export type StoreUpkeep = {
  /** Whether the store has been prepared once: its unique index is there. */
  readonly isPrepared: boolean
  /** Prepares the store; while it is unavailable, keeps trying in the background. @throws ConfigurationError when it can never be used */
  open(): Promise<void>
}

/** Prepares the store until that has succeeded once, and then every hour. */
export function createStoreUpkeep(store: Pick<UserStore, 'prepare'>, { log, shutdown }: Options): StoreUpkeep {
  const outage = createOutageLog(log, {
    down: 'the user store is unavailable; requests are refused until it recovers',
    up: 'the user store has recovered',
  })
  let isPrepared = false
  const prepare = async () => {
    isPrepared = (await prepareStore(store, outage)) || isPrepared
  }
  const goOn = async () => {
    for await (const _ of growingPauses(shutdown)) {
      if (isPrepared) break
      await prepare()
    }
    for (;;) {
      await delay(HOUR_MS, undefined, { signal: shutdown, ref: false })
      await prepare()
    }
  }

  return {
    get isPrepared() {
      return isPrepared
    },
    async open() {
      await prepare()
      goOn().catch((error) => {
        if (!shutdown.aborted) throw error
      })
    },
  }
}

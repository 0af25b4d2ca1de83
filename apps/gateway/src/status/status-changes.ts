import type { Redis } from 'ioredis'

/** Watches one registration. Dispose it when nobody waits any longer. */
type Watch = Disposable & {
  /** Resolves at the next change, at once if there was one since the last call, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void>
}

/** Tells who waits here that a registration has changed: one Redis subscription for the whole process. */
export type StatusChanges = {
  watch(jobId: string): Watch
  /** How many registrations are being watched. */
  readonly watching: number
}

const PING_MS = 10_000

/**
 * Listens to the workers' announcements. Each only names a registration, so that its state has one source, which the
 * waiter then reads. After a lost connection everybody is woken: what was announced meanwhile went unheard.
 */
export function createStatusChanges(subscriber: Redis, channel: string): StatusChanges {
  const watchers = new Map<string, Set<() => void>>()
  const wake = (jobId: string) => {
    for (const notify of watchers.get(jobId) ?? []) notify()
  }
  const subscribe = async () => {
    await subscriber.subscribe(channel)
    for (const jobId of watchers.keys()) wake(jobId)
  }
  subscriber.on('message', (_channel, jobId) => wake(jobId))
  subscriber.on('ready', () => void subscribe().catch(() => {})) // lost again: the next 'ready' subscribes
  // A subscription asks nothing, so a dead connection under it would go unnoticed. The connection logs what it finds.
  setInterval(() => void subscriber.ping().catch(() => {}), PING_MS).unref()

  return {
    get watching() {
      return watchers.size
    },
    watch(jobId) {
      const { notify, changed } = createLatch()
      const notifiers = watchers.get(jobId) ?? new Set()
      watchers.set(jobId, notifiers.add(notify))
      return {
        changed,
        [Symbol.dispose]() {
          notifiers.delete(notify)
          if (notifiers.size === 0) watchers.delete(jobId)
        },
      }
    },
  }
}

/** Remembers a notification until it is waited for. */
function createLatch() {
  let pending = false
  let release: (() => void) | undefined
  return {
    notify() {
      pending = true
      release?.()
    },
    async changed(signal: AbortSignal) {
      if (!pending && !signal.aborted)
        await new Promise<void>((resolve) => {
          release = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      pending = false
    },
  }
}

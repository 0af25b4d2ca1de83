import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Logger } from '@registrar/shared/process/logger'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** A child that has run for this long was well: its next death starts with the first pause again. */
const WELL_AFTER_MS = 30_000

type Charge = {
  name: string
  spawn(): ChildProcess
  /** Resolves with what the caller wants to know of a child that has begun its work. */
  untilReady(child: ChildProcess): Promise<string | undefined>
  /** What the child that has just died said of it. */
  lastWords?(): string | undefined
  log: Logger
  /** How long the child may take to end after SIGTERM, in seconds. */
  drainSeconds: number
}

export type Supervised = AsyncDisposable & {
  /**
   * What the caller wants to know of the first child, once it has begun its work.
   * @throws ConfigurationError when it gives up before: it has said why on stderr
   */
  ready: Promise<string | undefined>
}

/**
 * Starts a child process, and starts it again whenever it dies, with growing pauses, once it has ever worked. Disposing
 * ends it with SIGTERM, and with SIGKILL when its time is over.
 */
export function supervise({ name, spawn, untilReady, lastWords, log, drainSeconds }: Charge): Supervised {
  const leaving = new AbortController()
  let child = spawn()
  let ended = exitOf(child)
  const gaveUp = async () => {
    await ended
    if (leaving.signal.aborted) return new Promise<never>(() => {}) // nobody waits for it any longer
    const words = lastWords?.()
    throw new ConfigurationError(`The ${name} did not start${words ? `: ${words}` : '.'}`)
  }
  const ready = Promise.race([untilReady(child), gaveUp()])

  const watch = async () => {
    let pauseMs = FIRST_PAUSE_MS
    for (;;) {
      const startedAt = performance.now()
      const how = await ended
      if (leaving.signal.aborted) return
      if (performance.now() - startedAt > WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS
      log.error({ name, how, reason: lastWords?.(), pauseMs }, 'a process died; it is started again')
      await delay(pauseMs, undefined, { signal: leaving.signal }).catch(() => {})
      if (leaving.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      child = spawn()
      ended = exitOf(child)
    }
  }
  void ready.then(watch, () => {})

  return {
    ready,
    async [Symbol.asyncDispose]() {
      leaving.abort()
      child.kill('SIGTERM')
      const overdue = setTimeout(() => child.kill('SIGKILL'), drainSeconds * 1_000)
      await ended
      clearTimeout(overdue)
    },
  }
}

async function exitOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit').catch((error) => [error.code]) // 'error': it could not be spawned
  return String(signal ?? code)
}

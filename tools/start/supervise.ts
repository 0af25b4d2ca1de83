import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { Logger } from '@registrar/shared/process/logger'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** A child that has run for this long was healthy: after its next exit the pauses start over. */
const HEALTHY_AFTER_MS = 30_000

/** How long the output of a child that has exited may take to arrive: a grandchild may hold it open. */
const OUTPUT_MS = 250

/** How a child ends that was asked to: it has drained, or had not yet begun to listen for signals. */
const CLEAN_EXITS = ['0', 'SIGTERM', 'SIGINT', 'SIGHUP']

export type Supervision = {
  log: Logger
  /** How long a child may take to exit after SIGTERM, in seconds. */
  stopSeconds: number
  /** Aborts when everything stops: from then on no child is restarted, whichever exits first. */
  stopping: AbortSignal
}

type ChildOptions = Supervision & {
  /** What logs call it, such as `worker 1`. */
  name: string
  spawn(): ChildProcess
  /** Resolves once a child has started to work, with its address where it has one. */
  untilReady(child: ChildProcess): Promise<string | undefined>
  /** Why the child that has just exited did so, where that is known. */
  explainExit?(): string | undefined
}

export type SupervisedChild = AsyncDisposable & {
  /**
   * The address of the first child, once it has started to work.
   * @throws ConfigurationError when it exits before that, with its explanation
   */
  ready: Promise<string | undefined>
}

/**
 * Starts a child process and, once it has ever been ready, restarts it whenever it exits, with growing pauses. Disposing
 * stops it with SIGTERM, and with SIGKILL when its time is up; it rejects when the child did not end cleanly.
 */
export function supervise(options: ChildOptions): SupervisedChild {
  const { name, spawn, untilReady, explainExit, log, stopSeconds } = options
  const disposed = new AbortController()
  const stopping = AbortSignal.any([options.stopping, disposed.signal])
  let child = spawn()
  let exited = exitOf(child)
  let restarts = false // it has exited before the stop, by itself: there is nothing to stop, and nothing to judge

  const failedStart = async () => {
    await exited
    if (stopping.aborted) return new Promise<never>(() => {}) // nobody waits for it any longer
    restarts = true
    throw new ConfigurationError(explainExit?.() ?? `${name} did not start.`)
  }
  let hasStarted = false
  const ready = Promise.race([untilReady(child), failedStart()]).then((address) => {
    hasStarted = true
    return address
  })

  const restartOnExit = async () => {
    let pauseMs = FIRST_PAUSE_MS
    for (;;) {
      const startedAt = performance.now()
      const exit = await exited
      if (stopping.aborted) return
      restarts = true
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) pauseMs = FIRST_PAUSE_MS
      const report = () => log.error({ process: name, exit, reason: explainExit?.(), pauseMs }, 'exited; restarting')
      // A signal to the whole group may reach a child first: whether this is a shutdown shows within the pause.
      const isClean = CLEAN_EXITS.includes(exit)
      if (!isClean) report()
      await delay(pauseMs, undefined, { signal: stopping }).catch(() => {})
      if (stopping.aborted) return
      if (isClean) report()
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      child = spawn()
      restarts = false
      exited = exitOf(child)
    }
  }
  void ready.then(restartOnExit, () => {})

  return {
    ready,
    async [Symbol.asyncDispose]() {
      disposed.abort()
      if (restarts) return
      child.kill('SIGTERM')
      const overdue = setTimeout(() => child.kill('SIGKILL'), stopSeconds * 1_000)
      const exit = await exited
      clearTimeout(overdue)
      if (CLEAN_EXITS.includes(exit) || !hasStarted) return
      log.error({ process: name, exit, reason: explainExit?.() }, 'did not shut down cleanly')
      throw new Error(`${name} exited with ${exit}`)
    },
  }
}

/** The exit code, or the signal that ended it, or why it could not be started; what it has written has then been read. */
async function exitOf(child: ChildProcess): Promise<string> {
  const closed = once(child, 'close').catch(() => {})
  const [code, signal] = await once(child, 'exit').catch((error) => [error.code])
  await Promise.race([closed, delay(OUTPUT_MS)])
  return String(signal ?? code)
}

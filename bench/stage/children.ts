import { type ChildProcess, fork, type Serializable } from 'node:child_process'
import { once } from 'node:events'

const kept = new Map<ChildProcess, NodeJS.Signals>()

process.on('exit', () => {
  for (const [child, signal] of kept) child.kill(signal)
})

export type KeptChild = AsyncDisposable & { child: ChildProcess; pid: number }

/**
 * Makes sure that `child` is ended by `signal` on disposal, and by `atExit` when this process exits, however that happens.
 */
export function keep(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGKILL',
  atExit: NodeJS.Signals = 'SIGKILL',
): KeptChild {
  kept.set(child, atExit)
  const exited = once(child, 'exit').catch(() => {}) // 'error': it could not be started, which its user notices
  void exited.then(() => kept.delete(child))
  return {
    child,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill(signal)
      await exited
    },
  }
}

/** The next message of `child`. @throws Error when it exits without one */
export async function messageOf<T>(child: ChildProcess, what: string): Promise<T> {
  const ended = new AbortController()
  const onExit = (code: number | null, signal: string | null) =>
    ended.abort(new Error(`${what} exited with ${signal ?? code} before it sent a message`))
  child.once('exit', onExit)
  try {
    const [message] = await once(child, 'message', { signal: ended.signal })
    return message as T
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error
  } finally {
    child.off('exit', onExit)
  }
}

/** Runs `file` as a process of its own, sends it `task`, and returns its one reply. */
export async function runTask<T>(file: string, task: Serializable, variables: NodeJS.ProcessEnv = {}): Promise<T> {
  const env = { ...process.env, ...variables }
  await using kept = keep(fork(file, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
  kept.child.send(task)
  return await messageOf<T>(kept.child, file)
}

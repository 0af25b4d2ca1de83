import { once } from 'node:events'

/** In a process of the bench: receives its task. The process exits with the bench that started it. */
export async function receiveTask<T>(): Promise<T> {
  process.once('disconnect', () => process.exit(0))
  const [message] = await once(process, 'message')
  return message as T
}

/** Sends the bench a message: the result of the task, that this process is ready, or an observation. */
export const reply = (message: unknown): void => void process.send?.(message)

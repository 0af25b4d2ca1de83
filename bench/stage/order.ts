import { once } from 'node:events'

/** In a process of the bench: what it was started to do. It ends with the bench that started it. */
export async function order<T>(): Promise<T> {
  process.once('disconnect', () => process.exit(0))
  const [message] = await once(process, 'message')
  return message as T
}

/** Tells the bench something: the answer to its order, that this process is ready, or what it has seen. */
export const tell = (message: unknown): void => void process.send?.(message)

import { channel } from 'node:diagnostics_channel'

/**
 * Something that happens in this process, for listeners unknown to the code that publishes it. Without a listener,
 * `publish` is an empty function.
 */
export type Observation<T> = {
  /** Check this first where preparing a message takes work. */
  readonly hasSubscribers: boolean
  publish(message: T): void
  /** `listener` is called at once, in the middle of the work that is observed: it must be quick and must not throw. */
  subscribe(listener: (message: T) => void): void
}

/** A channel of node:diagnostics_channel whose messages have a type. All of ours are in observations.ts. */
export const observation = <T>(name: string): Observation<T> =>
  channel(`registrar:${name}`) as unknown as Observation<T>

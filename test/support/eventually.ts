import { setTimeout as delay } from 'node:timers/promises'

/**
 * Looks again and again until `look` gives something, and returns that. Tests wait for what they want to see, never
 * for a time to pass. @throws Error that names `what` when it has not come after `timeoutMs`
 */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const seen = await look()
    if (seen) return seen
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`)
    await delay(10)
  }
}

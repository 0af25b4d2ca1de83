import { setTimeout as delay } from 'node:timers/promises'

/** A server that answers at all does so in milliseconds. Prometheus may ask as often as once a second, and waits no longer. */
const DEADLINE_MS = 400

/** The answer; undefined when there is none, or none in time. */
export async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  const late = new AbortController()
  const overdue = delay(DEADLINE_MS, undefined, { signal: late.signal }).catch(() => undefined)
  return Promise.race([answer.catch(() => undefined), overdue]).finally(() => late.abort())
}

/** A request that was sent this long before a stop has arrived; a younger one may still meet a socket that is closed. */
const ARRIVED_AFTER_MS = 50

type Request = { sentAt: number; endedAt?: number; wasAnswered?: boolean }

export type Requests = {
  /** Sends, notes how that ends, and resolves with the answer, or with undefined when there was none. */
  track<T>(send: () => Promise<T>): Promise<T | undefined>
  /** Of the requests that the server held at `moment` (as of performance.now): how many, and how many had no answer. */
  heldAt(moment: number): { held: number; unanswered: number }
}

/** The requests of all clients of one run. */
export function createRequests(): Requests {
  const requests: Request[] = []
  return {
    async track(send) {
      const request: Request = { sentAt: performance.now() }
      requests.push(request)
      try {
        const answer = await send()
        request.wasAnswered = true
        return answer
      } catch {
        return undefined // refused, reset or cut off
      } finally {
        request.endedAt = performance.now()
      }
    },
    heldAt(moment) {
      const held = requests.filter(
        ({ sentAt, endedAt }) => sentAt < moment - ARRIVED_AFTER_MS && !(endedAt && endedAt < moment),
      )
      return { held: held.length, unanswered: held.filter(({ wasAnswered }) => !wasAnswered).length }
    },
  }
}

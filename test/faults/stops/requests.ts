/** A request that was sent this long before a stop has arrived; a younger one may still meet a socket that is closed. */
const ARRIVED_AFTER_MS = 50

type Request = { kind: string; sentAt: number; endedAt?: number; error?: string }

export type Requests = {
  /** Sends a request of this kind, notes how it ends, and resolves with the answer, or with undefined without one. */
  track<T>(kind: string, send: () => Promise<T>): Promise<T | undefined>
  /** Of the requests that the server held at `moment` (as of performance.now): how many, and why some got no answer. */
  heldAt(moment: number): { held: number; unanswered: string[] }
}

/** The requests of all clients of one run. */
export function createRequests(): Requests {
  const requests: Request[] = []
  return {
    async track(kind, send) {
      const request: Request = { kind, sentAt: performance.now() }
      requests.push(request)
      try {
        return await send()
      } catch (error) {
        request.error = codeOf(error) // refused, reset or cut off
        return undefined
      } finally {
        request.endedAt = performance.now()
      }
    },
    heldAt(moment) {
      const held = requests.filter(
        ({ sentAt, endedAt }) => sentAt < moment - ARRIVED_AFTER_MS && !(endedAt && endedAt < moment),
      )
      const unanswered = held.flatMap(({ kind, error, sentAt, endedAt }) =>
        error
          ? `${kind} ${error}, sent ${seconds(moment - sentAt)} before the stop, ended ${seconds(endedAt! - moment)} after it`
          : [],
      )
      return { held: held.length, unanswered }
    },
  }
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`

/** `fetch` hides the code of the connection's error in the cause of its own. */
function codeOf(error: unknown): string {
  const { code, cause, message } = error as Error & { code?: string }
  return code ?? (cause ? codeOf(cause) : message)
}

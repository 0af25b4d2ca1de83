/** One try: its id, and what was sent, which an earlier try of the same call may have sent too. */
type Sent = { requestId: string; request: string }

/** Recognises answers that belong to another request. */
export type OwnAnswers = {
  /** Watches over one call. @throws when `text` is not, or not yet certain to be, the answer to what was sent */
  begin(): (sent: Sent, answer: Response, text: string) => void
}

/** So many answers in a row that name another request are none by accident: something in between has begun to write ids. */
const MOST_FOREIGN = 20

/**
 * A broken connection may hand over the answer to another request: somebody else's job id, or somebody else's login. Every
 * answer names the request that it belongs to. Some proxies write ids of their own: then no answer has the right one, and
 * the first that comes twice is believed, and every one after it. Where one has ever been right, that takes more, and an
 * answer of ours without an id is as foreign as one with another's.
 */
export function createOwnAnswers(): OwnAnswers {
  let foreignInARow = 0
  let idsAreKept = false
  return {
    begin() {
      const tries = new Map<string, string>()
      let doubtful: string | undefined
      return ({ requestId, request }, { ok, status, headers }, text) => {
        tries.set(requestId, request)
        const answered = headers.get('x-request-id') ?? ''
        // Without an id it is the error of a server in between, or one of ours whose id was damaged on the way.
        if (!answered && !(idsAreKept && (ok || headers.get('content-type')?.includes('problem')))) return
        // On a connection that is out of step comes the answer to an earlier try of the same, which is as good.
        if (tries.get(answered) === request) {
          foreignInARow = 0
          idsAreKept = true
          return
        }
        const content = `${request} ${status} ${text.replaceAll(answered, '')}`
        if (!idsAreKept && content === doubtful) foreignInARow = MOST_FOREIGN
        doubtful = content
        if (++foreignInARow <= MOST_FOREIGN) throw new TypeError('the answer to another request')
      }
    },
  }
}

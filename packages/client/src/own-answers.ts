/** Recognises answers that belong to another request. */
export type OwnAnswers = {
  /** Watches over one call. @throws when `text` is not, or not yet certain to be, the answer to `requestId` */
  begin(): (requestId: string, answer: Response, text: string) => void
}

/**
 * A broken connection may hand over the answer to another request: somebody else's job id. Every answer names the
 * request that it belongs to. Some proxies write ids of their own; then the same answer twice is believed, and from then
 * on every one.
 */
export function createOwnAnswers(): OwnAnswers {
  let idsAreRewritten = false
  return {
    begin() {
      let doubtful: string | undefined
      return (requestId, { status, headers }, text) => {
        const answered = headers.get('x-request-id')
        if (!answered || answered === requestId || idsAreRewritten) return
        const content = `${status} ${text.replaceAll(answered, '')}`
        idsAreRewritten = content === doubtful
        doubtful = content
        if (!idsAreRewritten) throw new TypeError('the answer to another request')
      }
    },
  }
}

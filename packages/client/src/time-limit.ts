/** Aborts when the caller's signal does, or when nobody extends it in time. */
export type TimeLimit = {
  readonly signal: AbortSignal
  /** From now on there are `ms` left. */
  extend(ms: number): void
  /** Lets go of the timer and the caller's signal; what still hangs on it is aborted. */
  end(): void
}

/** Not AbortSignal.any: Node 20 keeps a reference for each call as long as the caller's signal lives. */
export function startTimeLimit(ms: number, caller: AbortSignal | undefined): TimeLimit {
  const over = new AbortController()
  const abort = () => over.abort(caller?.reason)
  let timer: ReturnType<typeof setTimeout>
  const extend = (left: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => over.abort(new DOMException('The answer took too long', 'TimeoutError')), left)
  }
  extend(ms)
  caller?.addEventListener('abort', abort)
  if (caller?.aborted) abort()
  return {
    signal: over.signal,
    extend,
    end() {
      clearTimeout(timer)
      caller?.removeEventListener('abort', abort)
      over.abort()
    },
  }
}

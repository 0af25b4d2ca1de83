/** Notes nothing: for answers that are damaged on purpose, and those of a health port, which is no gateway's. */
export const unwatchedFetch = globalThis.fetch

/** Makes `fetch` check every answer of a gateway or a directory. */
export function watchFetch(): void {
  const { fetch } = globalThis
  globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
    const answer = await fetch(...request)
    const { checkAnswer } = await import('./contract.ts') // most unit tests fetch nothing, and need none of it
    const { status, headers, url } = answer
    const isJson = headers.get('content-type')?.includes('json')
    // Cut off: the test meets that itself.
    const text = isJson
      ? await answer
          .clone()
          .text()
          .catch(() => '')
      : ''
    const method = request[1]?.method ?? (request[0] instanceof Request ? request[0].method : 'GET')
    checkAnswer(new URL(url).pathname, { method, status, header: (name) => headers.get(name), text })
    return answer
  }
}

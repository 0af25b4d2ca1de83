/** One event of a stream (HTML, 9.2.6): its data, and how long to wait before the next connection, where it says so. */
export type StreamEvent = { data: string; retryMs: number | undefined }

/**
 * The events in a body, as they come; `heard` is called whenever anything comes, comments too.
 * @throws when the body breaks off or is not UTF-8
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<StreamEvent> {
  const reader = body.getReader() // not every browser can iterate over a stream
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    heard()
    text += decoder.decode(value, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? '' // what follows the last empty line is not finished
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1]
      const retry = /^retry: ?(\d+)$/m.exec(block)?.[1]
      if (data) yield { data, retryMs: retry ? Number(retry) : undefined }
    }
  }
}

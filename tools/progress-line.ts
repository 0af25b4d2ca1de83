const BAR = 30
const EVERY_MS = 100
/** Into a file or a log, where each line stays. */
const PLAIN_EVERY_MS = 10_000

type Options = {
  /** Units of the whole; 0 when unknown. */
  total: number
  /** What stands after the bar, and alone on a plain line. Without it, how many of how many, and no plain lines. */
  describe?: (done: number) => string
  out?: NodeJS.WriteStream
}

/**
 * A bar on stderr that shows how far a long command has come, while stderr is a terminal; gone when it is disposed.
 * Elsewhere it is a line now and then. stdout stays free for the result.
 */
export function progressLine({ total, describe, out = process.stderr }: Options) {
  let done = 0
  let shownAt = out.isTTY ? Number.NEGATIVE_INFINITY : performance.now()
  const text = () => (describe ? describe(done) : `${done} of ${total}`)
  const percent = (share: number) => `${Math.floor(share * 100)} %  `
  return {
    add(count: number) {
      done += count
      if (out.isTTY ? total === 0 && !describe : !describe) return
      if (performance.now() - shownAt < (out.isTTY ? EVERY_MS : PLAIN_EVERY_MS)) return
      shownAt = performance.now()
      const share = total === 0 ? undefined : Math.min(done / total, 1)
      const head = share === undefined ? '' : percent(share)
      if (!out.isTTY) return void out.write(`${head}${text()}\n`)
      const filled = Math.round((share ?? 0) * BAR)
      const bar = share === undefined ? '' : `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} `
      // Cut to the terminal, because what wraps is not erased.
      out.write(`\r\u001b[K${`${bar}${head}${text()}`.slice(0, (out.columns || 80) - 1)}`)
    },
    /** Prints a line above the bar. */
    note(line: string) {
      out.write(`${out.isTTY ? '\r\u001b[K' : ''}${line}\n`)
    },
    [Symbol.dispose]() {
      if (out.isTTY) out.write('\r\u001b[K')
    },
  }
}

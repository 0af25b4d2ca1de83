const BAR = 30
const EVERY_MS = 100

/**
 * A bar on stderr that shows how far a long command has come, while stderr is a terminal; gone when it is disposed. stdout
 * stays free for the result.
 */
export function progressLine(total: number, out: NodeJS.WriteStream = process.stderr) {
  let done = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  const erase = () => out.write('\r\u001b[K')
  return {
    add(count: number) {
      done += count
      if (!out.isTTY || total === 0 || performance.now() - drawnAt < EVERY_MS) return
      drawnAt = performance.now()
      const share = Math.min(done / total, 1)
      const filled = Math.round(share * BAR)
      out.write(`\r${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor(share * 100)} %  ${done} of ${total}`)
    },
    [Symbol.dispose]() {
      if (out.isTTY) erase()
    },
  }
}

import { clearScreenDown, moveCursor } from 'node:readline'
import type { WriteStream } from 'node:tty'

/** Assumed for a terminal that does not report its size. */
const USUAL_COLUMNS = 80

/** Text that is redrawn in place at a terminal; elsewhere, each frame follows the last. */
export function redrawn(out: WriteStream) {
  let lines = 0
  const erase = () => {
    if (lines > 0) moveCursor(out, 0, -lines)
    clearScreenDown(out)
    lines = 0
  }
  return {
    draw(text: string) {
      if (!out.isTTY) return void out.write(`${text}\n`)
      // Lines are cut to the width: one that wraps takes two rows but is counted as one, and would not be erased fully.
      const frame = text.split('\n').map((line) => line.slice(0, (out.columns || USUAL_COLUMNS) - 1))
      erase()
      out.write(`${frame.join('\n')}\n`)
      lines = frame.length
    },
    erase: () => void (out.isTTY && erase()),
  }
}

import { clearScreenDown, moveCursor } from 'node:readline'
import type { WriteStream } from 'node:tty'
import type { Progress } from './progress.ts'
import type { Tally } from './tally.ts'
import { board, line } from './view.ts'

const EVERY_MS = { board: 100, line: 3_000 }

/** Assumed for a terminal that does not report its size. */
const USUAL_COLUMNS = 80

/** Shows the progress of a storm until disposed: a board redrawn in place at a terminal, else a line every few seconds. */
export function display(out: WriteStream, tally: Tally, progress: () => Progress): Disposable {
  let lines = 0
  const erase = () => {
    if (lines > 0) moveCursor(out, 0, -lines)
    clearScreenDown(out)
  }
  const draw = () => {
    // Lines are cut to the width: one that wraps takes two rows but is counted as one, and would not be erased fully.
    const frame = board(tally, progress())
      .split('\n')
      .map((text) => text.slice(0, (out.columns || USUAL_COLUMNS) - 1))
    erase()
    out.write(`${frame.join('\n')}\n`)
    lines = frame.length
  }
  const isLive = out.isTTY
  const timer = isLive
    ? setInterval(draw, EVERY_MS.board)
    : setInterval(() => out.write(`${line(tally, progress())}\n`), EVERY_MS.line)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      if (isLive) erase()
    },
  }
}

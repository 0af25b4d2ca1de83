import type { WriteStream } from 'node:tty'
import { redrawn } from '../redrawn.ts'
import type { Progress } from './progress.ts'
import type { Tally } from './tally.ts'
import { board, line } from './view.ts'

const EVERY_MS = { board: 100, line: 3_000 }

/** Shows the progress of a storm until disposed: a board redrawn in place at a terminal, else a line every few seconds. */
export function display(out: WriteStream, tally: Tally, progress: () => Progress): Disposable {
  const frame = redrawn(out)
  const timer = out.isTTY
    ? setInterval(() => frame.draw(board(tally, progress())), EVERY_MS.board)
    : setInterval(() => frame.draw(line(tally, progress())), EVERY_MS.line)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      frame.erase()
    },
  }
}

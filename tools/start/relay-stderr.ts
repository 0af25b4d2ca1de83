import type { ChildProcess } from 'node:child_process'

/** More than any explanation; what comes before it is dropped. */
const MOST_HELD = 64 * 1_024

export type StderrRelay = {
  /** Passes on what `child` writes to stderr, at once or, until `release()`, not yet. */
  relay(child: ChildProcess): void
  release(): void
  /** What has been held back: of a child that could not start, the explanation. */
  held(): string | undefined
}

/**
 * What a child says while it starts is held back until it has started: when it fails instead, that is the last thing an
 * operator should read, after the others have shut down and logged it.
 */
export function createStderrRelay(): StderrRelay {
  let isHolding = true
  let held = ''
  return {
    relay(child) {
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        if (isHolding) held = (held + text).slice(-MOST_HELD)
        else process.stderr.write(text)
      })
    },
    release() {
      isHolding = false
      if (held) process.stderr.write(held)
      held = ''
    },
    held: () => held.trim() || undefined,
  }
}

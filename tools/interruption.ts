/** 128 + SIGINT, as shells have it: the exit code of a command that was interrupted. */
export const INTERRUPTED = 130

/** Aborts at Ctrl-C, at SIGTERM, when the terminal is closed and when tools/run.js is killed. */
export function interruption(): AbortController {
  const interrupted = new AbortController()
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
    process.on(event, () => interrupted.abort())
  return interrupted
}

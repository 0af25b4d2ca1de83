/**
 * Resolves when everything that was written to stdout has reached the pipe. To be awaited before `process.exit`, which
 * drops what a slow reader has not yet made room for.
 */
export const flushedStdout = (): Promise<void> => new Promise((resolve) => process.stdout.write('', () => resolve()))

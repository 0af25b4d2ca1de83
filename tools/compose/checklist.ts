/** A check that takes long prints its progress this often. */
const PROGRESS_EVERY_MS = 10_000
const LONGEST_LINE = 110
/** For what has no time limit of its own; longer than the limits of all commands that one check runs. */
const TIMEOUT_MS = 20 * 60_000

/** Runs checks one after the other, prints a line for each, and counts. */
export function createChecklist() {
  let passed = 0
  let failed = 0
  let lastLine = ''

  return {
    /** Notes a line of progress; the last one is shown while a check takes long. */
    progress: (line: string) => {
      lastLine = line.trim() || lastLine
    },

    /** Runs `check`; it passes when it resolves before its time limit and before `interrupted` aborts. */
    async check(title: string, check: () => Promise<unknown>, interrupted?: AbortSignal): Promise<boolean> {
      const startedAt = performance.now()
      const seconds = () => `${Math.round((performance.now() - startedAt) / 1_000)} s`
      lastLine = ''
      const reporter = setInterval(() => {
        console.log(`… ${title}, ${seconds()}: ${lastLine}`.slice(0, LONGEST_LINE))
      }, PROGRESS_EVERY_MS)
      try {
        await Promise.race([check(), overdue(interrupted)])
        passed++
        console.log(`ok - ${title} (${seconds()})`)
        return true
      } catch (error) {
        failed++
        console.log(`not ok - ${title} (${seconds()})\n${indented((error as Error).message)}`)
        return false
      } finally {
        clearInterval(reporter)
      }
    },

    /** Prints the last line; true when nothing failed. */
    finish(): boolean {
      console.log(`${passed} passed, ${failed} failed`)
      return failed === 0
    },
  }
}

export const indented = (text: string) => text.replace(/^/gm, '    ')

const overdue = (interrupted?: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const timeOut = AbortSignal.timeout(TIMEOUT_MS)
    const end = interrupted ? AbortSignal.any([timeOut, interrupted]) : timeOut
    if (end.aborted) reject(end.reason)
    end.addEventListener('abort', () => reject(end.reason))
  })

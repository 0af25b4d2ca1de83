/** A check that takes longer than this says so, and again after each further while. */
const NEWS_EVERY_MS = 10_000
const LONGEST_LINE = 110
/** Longer than all that one check runs may take: this is for what has no limit of its own. */
const TIMEOUT_MS = 20 * 60_000

/** Runs checks one after the other, prints a line for each, and counts. */
export function createChecklist() {
  let passed = 0
  let failed = 0
  let lastNews = ''

  return {
    /** Something moved on; the last of these is shown while a check takes long. */
    news: (line: string) => {
      lastNews = line.trim() || lastNews
    },

    /** Runs `check`; it passes when it returns before its time is over and before `interrupted` aborts. */
    async check(title: string, check: () => Promise<unknown>, interrupted?: AbortSignal): Promise<boolean> {
      const startedAt = performance.now()
      const seconds = () => `${Math.round((performance.now() - startedAt) / 1_000)} s`
      lastNews = ''
      const reporter = setInterval(() => {
        console.log(`… ${title}, ${seconds()}: ${lastNews}`.slice(0, LONGEST_LINE))
      }, NEWS_EVERY_MS)
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

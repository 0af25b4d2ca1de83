/** A check that takes longer than this says so, and again after each such pause. */
const NEWS_EVERY_MS = 10_000
const LONGEST_LINE = 110

/** Runs checks one after the other, prints a line for each, and counts. */
export function createChecklist() {
  let passed = 0
  let failed = 0
  let lastProgress = ''

  return {
    /** Something that moved on; shown while a check takes long. */
    note: (line: string) => {
      lastProgress = line.trim()
    },

    /** Runs `check`; it passes when it returns within `timeoutMs`. */
    async check(title: string, check: () => Promise<unknown>, timeoutMs = 4 * 60_000): Promise<boolean> {
      const startedAt = performance.now()
      const seconds = () => Math.round((performance.now() - startedAt) / 1_000)
      lastProgress = ''
      const news = setInterval(() => {
        console.log(`… ${title}: ${seconds()} s  ${lastProgress}`.trimEnd().slice(0, LONGEST_LINE))
      }, NEWS_EVERY_MS)
      const deadline = Promise.withResolvers<never>()
      const overdue = setTimeout(() => deadline.reject(new Error(`not done after ${timeoutMs / 1_000} s`)), timeoutMs)
      try {
        await Promise.race([check(), deadline.promise])
        passed++
        console.log(`ok - ${title} (${seconds()} s)`)
        return true
      } catch (error) {
        failed++
        console.log(`not ok - ${title}`)
        console.log((error as Error).message.replace(/^/gm, '    '))
        return false
      } finally {
        clearInterval(news)
        clearTimeout(overdue)
      }
    },

    /** Prints the last line; true when nothing failed. */
    finish(): boolean {
      console.log(`${passed} passed, ${failed} failed`)
      return failed === 0
    },
  }
}

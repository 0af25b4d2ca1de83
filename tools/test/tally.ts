import type { Vitest } from 'vitest/node'

/** Counts test results. A file that could not be run, and an error outside of any test, count as failed. */
export function tally(vitest: Vitest): { passed: number; failed: number; skipped: number } {
  const count = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 }
  for (const module of vitest.state.getTestModules()) {
    if (module.errors().length > 0) count.failed++
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      count[state === 'pending' ? 'skipped' : state]++
    }
  }
  return count
}

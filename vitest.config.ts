import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/test/longest-first.ts'

/** Tests that compare times: nothing else may run beside them. */
const measuring = ['test/e2e/{idle-streams,nothing-leaks-by-time}.test.ts', 'test/unit/rules-in-linear-time.test.ts']

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/set-up-file.ts',
    pool: 'forks',
    // Generous, because the machine may be busy: a time-out says that something hangs, never that it is slow.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    retry: 0,
    sequence: { sequencer: LongestFirst },
    // Of the tests in one file that may run side by side: each starts several processes.
    maxConcurrency: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'measuring',
          include: measuring,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'all others',
          include: ['test/**/*.test.ts'],
          exclude: measuring,
          // Two cores: a test file waits two thirds of its time, for locks to run out and for servers to recover.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

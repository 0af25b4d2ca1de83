import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/set-up-file.ts',
    pool: 'forks',
    // Generous, because the machine may be busy: a time-out says that something hangs, never that it is slow.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    retry: 0,
  },
})

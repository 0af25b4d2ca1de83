import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const bench = (...args: string[]) => spawnSync('npm', ['run', '--silent', 'bench', '--', ...args], { encoding: 'utf8' })

describe('npm run bench', () => {
  it('runs one measure, prints its result and its goal, and exits with 0', () => {
    const { stdout, stderr, status } = bench('--only', 'start')
    expect(stderr).toBe('')
    expect(stdout).toMatch(/start of the gateway to ready, against bare Node start/)
    expect(stdout).toMatch(/ \d+(\.\d+)? \(.+–.+\), goal ≤ 5: (met|MISSED)\. [\d,]+ ms against [\d,]+(\.\d+)? ms$/m)
    expect(status).toBe(0)
  })

  it('names the measures when asked for an unknown one', () => {
    const { stdout, stderr, status } = bench('--only', 'magic')
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Unknown measure "magic"; the measures are: throughput, .*, memory-over-time, .*\.$/m)
    expect(status).toBe(1)
  })
})

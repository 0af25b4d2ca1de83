import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const bench = (...args: string[]) => spawnSync('npm', ['run', '--silent', 'bench', '--', ...args], { encoding: 'utf8' })

describe('npm run bench', () => {
  it('measures one row, says what it saw and what was wanted, and ends with 0', () => {
    const { stdout, stderr, status } = bench('--only', 'start')
    expect(stderr).toBe('')
    expect(stdout).toMatch(/start of the gateway to ready, against bare Node start/)
    expect(stdout).toMatch(/ \d+(\.\d+)? \(.+–.+\), goal ≤ 5: (met|MISSED)\. \d+ ms against \d+(\.\d+)? ms$/m)
    expect(status).toBe(0)
  })

  it('names the rows there are when it is asked for another', () => {
    const { stdout, stderr, status } = bench('--only', 'magic')
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^There is no row "magic"; there are: throughput, .*memory-over-time\.$/m)
    expect(status).toBe(1)
  })
})

import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { processes } from '../support/processes/process-tree.ts'

const simulate = (...args: string[]) =>
  new Promise<{ code: unknown; output: string }>((ended) => {
    execFile(process.execPath, ['bench/simulate/main.ts', ...args], (error, stdout, stderr) =>
      ended({ code: error?.code ?? 0, output: stdout + stderr }),
    )
  })

describe('npm run simulate', () => {
  it('simulates a burst and prints the result', async () => {
    const { code, output } = await simulate('--arrivals', '1000x10', '--workers', '2', '--hash-ms', '10')
    expect(code).toBe(0)
    // Eight standard deviations to each side: people come by chance.
    expect(output).toMatch(/^peak backlog +[78],\d{3} +8,000$/m)
    expect(output).toMatch(/^drained after +(4[6-9]|5[0-3])\.\d\d s +50\.00 s$/m)
  })

  it('compares with a real burst, and cleans up', async () => {
    const { code, output } = await simulate('--check', '--arrivals', '50x1', '--workers', '1')
    expect(code).toBe(0)
    expect(output).toMatch(/^50 sign-ups in 1 s; 1 worker, [\d.]+ ms a hash/m)
    expect(output).toMatch(/^wait, p99( +[\d.]+ m?s){3}( +[\d.]+){2}$/m)
    const ofTheCheck = ({ folder }: { folder: string }) => folder.startsWith(resolve('.cache/simulate'))
    await eventually('its Redis has ended', () => processes(ofTheCheck).length === 0)
  })

  it.each([
    [['--arrivals', '500'], /^--arrivals is "500"; it must be RATExSECONDS/],
    [['--workers', '1.5'], /^--workers is "1.5"; it must be a whole number\.$/m],
    [['--hash-ms', '0'], /^--hash-ms is "0"; it must be a number above 0\.$/m],
    [['--check', '--arrivals', '1x1,2x2'], /^--check sends one burst/],
  ])('%j is one sentence and exit code 1', async (args, sentence) => {
    const { code, output } = await simulate(...args)
    expect(code).toBe(1)
    expect(output).toMatch(sentence)
  })
})

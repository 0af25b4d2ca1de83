import { demandStrength } from '@registrar/users/hashing/password-hasher'
import { describe, expect, it } from 'vitest'
import { command } from '../support/processes/command.ts'

const calibrate = async (...args: string[]) => {
  await using run = command('tools/calibrate/main.ts', args)
  return { exitCode: await run.exited, stdout: run.stdout(), stderr: run.stderr() }
}

const environmentIn = (text: string) => ({
  memoryKib: Number(/^ARGON2_MEMORY_KIB=(\d+)$/m.exec(text)?.[1]),
  timeCost: Number(/^ARGON2_TIME_COST=(\d+)$/m.exec(text)?.[1]),
  parallelism: Number(/^ARGON2_PARALLELISM=(\d+)$/m.exec(text)?.[1]),
})

/** The rows of the table that begin a set. */
const setsIn = (text: string) =>
  [...text.matchAll(/^ +(\d+) +(\d+) +([\d.]+) +1 +([\d.]+) +(\d+)$/gm)].map((row) => {
    const [memoryKib, timeCost, ms, perSecond, memoryMib] = row.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ]
    return { memoryKib, timeCost, parallelism: 1, ms, perSecond, memoryMib }
  })

describe('npm run calibrate', () => {
  it('proposes parameters at or above OWASP’s that take about as long as asked for, one of those in its table', async () => {
    const { exitCode, stdout, stderr } = await calibrate('--ms', '40')
    expect(exitCode, stderr).toBe(0)
    const sets = setsIn(stdout)
    expect(sets.length).toBeGreaterThan(0)
    for (const set of sets) {
      expect(() => demandStrength(set)).not.toThrow()
      expect(set.ms).toBeLessThanOrEqual(44)
      expect(set.perSecond).toBeGreaterThan(0)
      expect(set.memoryMib).toBe(Math.ceil(set.memoryKib / 1024))
    }
    expect(sets).toContainEqual(expect.objectContaining(environmentIn(stdout)))
  })

  it('never goes below OWASP’s sets, however little time is given', async () => {
    const { exitCode, stdout } = await calibrate('--ms', '1')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Even the fastest of OWASP’s sets takes longer than 1 ms here')
    expect(setsIn(stdout).map(({ memoryKib, timeCost }) => [memoryKib, timeCost])).toEqual([
      [47_104, 1],
      [19_456, 2],
      [12_288, 3],
      [9_216, 4],
      [7_168, 5],
    ])
    expect(setsIn(stdout)).toContainEqual(expect.objectContaining(environmentIn(stdout)))
  })

  it('measures with the engine that the workers would use', async () => {
    await using run = command('tools/calibrate/main.ts', ['--ms', '1'], { ARGON2_ENGINE: 'argon2' })
    expect(await run.exited).toBe(0)
    expect(run.stdout()).toContain('argon2id by argon2 on')
  })
})

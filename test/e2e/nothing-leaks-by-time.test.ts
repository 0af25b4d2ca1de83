import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { accepted, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startTestDirectory } from '../support/processes/directory.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const ROUNDS = 1_000

/** Each costs a hash, on each store: LEAK_ROUNDS=1000 for as many as above. */
const VERIFICATIONS = Number(process.env['LEAK_ROUNDS'] ?? 250)
/** One name takes five failures before it has to wait. */
const GUESSES = 4

it('the answer to a taken name takes as long as that to a free one: a rank test over 1,000 of each finds no difference', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({ store })
  const { url } = registrar.gateway
  await outcomeOf(url, await accepted(url, 'taken-name'))
  registrar.workers[0]!.child.kill('SIGTERM') // only the answers are measured
  await registrar.workers[0]!.exited

  const timeOf = async (username: string) => {
    const startedAt = performance.now()
    const answer = await register(url, { username, password: PASSWORD })
    await answer.arrayBuffer()
    expect(answer.status).toBe(202)
    return performance.now() - startedAt
  }
  const times: { taken: boolean; ms: number }[] = []
  for (let n = 0; n < ROUNDS + 100; n++) {
    const free = freshName().slice(0, 'taken-name'.length)
    const pair = n % 2 ? [true, false] : [false, true]
    for (const taken of pair) {
      const ms = await timeOf(taken ? 'taken-name' : free)
      if (n >= 100) times.push({ taken, ms }) // the first are warm-up
    }
  }
  const z = mannWhitneyZ(times)
  demandChance(z)
}, 300_000)

it.each(storeEngines)(
  'the answer to a wrong password takes as long as that to an unknown name: a rank test finds no difference on $name',
  async ({ create }) => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { passwordHash } = await directory.addUser('the-first')
    const names = Array.from({ length: Math.ceil(VERIFICATIONS / GUESSES) + 5 }, () => freshName())
    await directory.store.insertMany(
      names.map((username) => ({
        userId: randomUUID(),
        username,
        usernameKey: username,
        passwordHash,
        createdAt: new Date(),
      })),
    )
    const timeOf = async (username: string) => {
      const startedAt = performance.now()
      const answer = await directory.call('POST', '/verify', { username, password: 'wrong' })
      expect([answer.status, await answer.text()]).toEqual([200, '{"verified":false}'])
      return performance.now() - startedAt
    }
    const times: { taken: boolean; ms: number }[] = []
    for (const [n, known] of names.entries()) {
      const unknown = freshName()
      for (let guess = 0; guess < GUESSES; guess++)
        for (const taken of guess % 2 ? [true, false] : [false, true]) {
          const ms = await timeOf(taken ? known : unknown)
          if (n >= 5) times.push({ taken, ms }) // the first are warm-up
        }
    }
    demandChance(mannWhitneyZ(times))
  },
  600_000,
)

function demandChance(z: number): void {
  console.info(`nothing leaks by time: z = ${z.toFixed(2)} (|z| < 1.96 is what chance gives in 95 of 100 runs)`)
  expect(Math.abs(z)).toBeLessThan(4.5) // by chance once in 150,000 runs
}

/** Mann and Whitney's U of the taken against the others, as a standard normal deviate. */
function mannWhitneyZ(times: { taken: boolean; ms: number }[]): number {
  const ranks = times
    .toSorted((a, b) => a.ms - b.ms)
    .reduce((sum, { taken }, index) => (taken ? sum + index + 1 : sum), 0)
  const n = times.length / 2
  const u = ranks - (n * (n + 1)) / 2
  return (u - (n * n) / 2) / Math.sqrt((n * n * (2 * n + 1)) / 12)
}

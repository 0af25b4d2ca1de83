import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { DirectoryConfig } from '../../apps/directory/src/config.ts'
import { GatewayConfig } from '../../apps/gateway/src/config.ts'
import { NotifierConfig } from '../../apps/notifier/src/config.ts'
import { WorkerConfig } from '../../apps/worker/src/config.ts'
import { StartConfig } from '../../tools/start/processes.ts'
import { ownChild } from '../support/processes/children.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type BadValue, badValues, READERS, SECRET } from '../support/trouble/bad-values.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const { table, right } = badValues(folder.path)

/** What the reader of a bad value has printed by its end, and how it ended. Everything else in its environment is right. */
async function run({ reader, variable, value }: BadValue): Promise<{ output: string; exit: number | string }> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...right, [variable]: value }
  const child = ownChild(spawn(process.execPath, READERS[reader], { env, stdio: ['ignore', 'pipe', 'pipe'] }))
  const outputs = Promise.all([text(child.stdout!), text(child.stderr!)])
  const [code, signal] = await once(child, 'close')
  return { output: (await outputs).join(''), exit: signal ?? code }
}

/** Two processes at a time; the test of each row waits for its own. */
const runs = table.map(() => Promise.withResolvers<Awaited<ReturnType<typeof run>>>())
const remaining = table.entries()
async function runRemaining(): Promise<void> {
  for (const [row, badValue] of remaining) await run(badValue).then(runs[row]!.resolve, runs[row]!.reject)
}
void Promise.all([runRemaining(), runRemaining()])

describe('a value that cannot be used stops the process that reads it, with one sentence and exit code 1', () => {
  it.each(table.map((badValue, row) => ({ ...badValue, row })))(
    '$reader, $variable=$value',
    async ({ variable, value, sentence, row }) => {
      const { output, exit } = await runs[row]!.promise
      expect(output).toMatch(/^.+\n$/) // one line
      expect(output).toContain(variable)
      expect(output.trimEnd()).toMatch(sentence)
      if (value?.includes(SECRET)) expect(output).not.toContain(SECRET)
      expect(exit).toBe(1)
    },
  )

  it('no variable of a process is missing from the table', () => {
    const inTable = new Set(table.map(({ variable }) => variable))
    const variables = [GatewayConfig, WorkerConfig, DirectoryConfig, NotifierConfig, StartConfig].flatMap(({ shape }) =>
      Object.keys(shape),
    )
    expect(variables.filter((variable) => !inTable.has(variable))).toEqual([])
  })
})

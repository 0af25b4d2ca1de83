import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Command, command } from '../support/processes/command.ts'
import { runExport, runImport, STORED_HASH, startImport, writeRows } from '../support/processes/import.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import type { TestStore } from '../support/stores/test-store.ts'

const { create } = storeEngines.find(({ name }) => name === 'sqlite')!
const COMMANDS: Record<string, (at: TestStore, file: string) => Command> = {
  import: (at, file) => startImport(at, [file]),
  export: (at) => command('tools/export/main.ts', [], { ...at.settings }),
}

/** Starts a command on a store with one user while another process writes without an end; returns once it says that it waits. */
async function startedWhileLocked(at: TestStore, name: string) {
  const file = writeRows(at, [{ username: 'ada', passwordHash: STORED_HASH }])
  expect((await runImport(at, [file])).code).toBe(0)
  const lock = new DatabaseSync(`${at.settings.DATA_DIR}/registrar.db`, { timeout: 10_000 })
  lock.exec('BEGIN IMMEDIATE')
  const run = COMMANDS[name]!(at, file)
  const sentence = /^The user store is unavailable, trying again: SQLite: the file is locked by another process$/m
  await eventually('the command says that it tries again', () => sentence.test(run.stderr()))
  return { run, lock }
}

it.each(Object.keys(COMMANDS))('npm run %s waits for a store that is locked, and then completes', async (name) => {
  await using at = await create()
  const { run, lock } = await startedWhileLocked(at, name)
  await using _ = run
  lock.close()
  expect([await run.exited, run.stderr()]).toEqual([0, expect.anything()])
  expect((await runExport(at)).stdout).toMatch(/^\{.*"username":"ada".*\}\n$/)
})

it.each(Object.keys(COMMANDS))('npm run %s that waits for a store ends at Ctrl-C', async (name) => {
  await using at = await create()
  const { run, lock } = await startedWhileLocked(at, name)
  await using _ = run
  run.child.kill('SIGINT')
  expect([await run.exited, run.stderr()]).toEqual([130, expect.not.stringContaining('Error')])
  lock.close()
})

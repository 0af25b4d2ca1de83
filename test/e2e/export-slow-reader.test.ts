import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ownChild } from '../support/processes/children.ts'
import { runConvert, runExport, runImport, STORED_HASH, writeRows } from '../support/processes/import.ts'
import { sqliteStore, type TestStore } from '../support/stores/test-store.ts'

const PAGE = 1_000
/** Of the 64 KiB of a pipe, and as much again of Node's own buffer. */
const NEARLY_A_PIPE = 60_000

/** What a reader gets that takes `first` bytes, and the rest only when the command has said `last` on stderr. */
async function readSlowly(at: TestStore, args: string[], first: number, last: string): Promise<string> {
  const gate = join(at.settings.DATA_DIR, 'gate')
  expect(spawnSync('mkfifo', [gate]).status).toBe(0)
  const script = 'gate="$1"; first="$2"; shift 2; "$0" "$@" | { head -c "$first"; read -r _ < "$gate"; cat; }'
  const child = ownChild(
    spawn('sh', ['-c', script, process.execPath, gate, `${first}`, ...args], {
      env: { ...process.env, ...at.settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk))
  const [whole] = await Promise.all([
    text(child.stdout),
    eventually('it is done', () => stderr.includes(last)).then(() => writeFileSync(gate, '\n')),
    once(child, 'close'),
  ])
  return whole
}

describe('a reader that is slow', () => {
  it('gets an export to its last line', async () => {
    await using at = await sqliteStore()
    const rows = Array.from({ length: PAGE + 190 }, (_, n) => ({ username: `user-${n}`, passwordHash: STORED_HASH }))
    expect((await runImport(at, [writeRows(at, rows)])).code).toBe(0)
    const { stdout } = await runExport(at, ['--with-hashes'])
    const page = stdout.split('\n').slice(0, PAGE).join('\n').length
    expect(stdout.length - page).toBeLessThan(65_536)
    const args = ['tools/export/main.ts', '--with-hashes']
    expect(await readSlowly(at, args, page - NEARLY_A_PIPE, 'users exported')).toBe(stdout)
  })

  it('gets converted rows to the last one', async () => {
    await using at = await sqliteStore()
    const lines = Array.from({ length: 800 }, (_, n) => `user-${n},${STORED_HASH}`)
    const table = writeRows(
      at,
      ['username,passwordHash', ...lines.map((line) => line.replace(/,(.*)/, ',"$1"'))],
      'users.csv',
    )
    const { stdout } = await runConvert(['csv', table])
    expect(stdout.length).toBeGreaterThan(2 * 50_000)
    expect(stdout.length).toBeLessThan(2 * 65_536)
    expect(await readSlowly(at, ['tools/convert/main.ts', 'csv', table], 0, 'users converted')).toBe(stdout)
  })
})

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A folder for one test, below the ignored `.cache`; gone with the test. */
export function temporaryFolder(): { path: string } & Disposable {
  const parent = resolve('.cache/test')
  mkdirSync(parent, { recursive: true })
  const path = mkdtempSync(join(parent, 't-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const open = new Set<string>()
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

process.on('exit', () => {
  for (const folder of open) remove(folder)
})

/** A folder on the disk of this project, below the ignored `.cache`; removed on disposal and at exit. */
export function benchFolder(): Disposable & { path: string } {
  const parent = resolve('.cache/bench')
  mkdirSync(parent, { recursive: true })
  const path = mkdtempSync(join(parent, 'b-'))
  open.add(path)
  return {
    path,
    [Symbol.dispose]() {
      open.delete(path)
      remove(path)
    },
  }
}

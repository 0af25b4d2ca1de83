import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPasswordBlocklist } from '@registrar/rules/passwords/password-blocklist'
import { readWordList } from '@registrar/rules/word-list'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'word-list-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (content: string | Uint8Array) => {
  const file = join(folder, 'list.txt')
  writeFileSync(file, content)
  return file
}
const complaintAbout = (file: string) => {
  try {
    return readWordList(file, 'PASSWORD_BLOCKLIST_FILE')
  } catch (error) {
    return error instanceof ConfigurationError ? error.message : error
  }
}

describe('a word list', () => {
  it('has one entry per line, unchanged', () => {
    const file = fileOf('\ufeffone\r\n\n# two\n  three  \nžluťoučký\nlast')
    expect(readWordList(file, 'X')).toEqual(['one', '# two', '  three  ', 'žluťoučký', 'last'])
  })

  it('that is missing stops the start with a sentence that names the variable, the file and the fix', () => {
    const file = join(folder, 'nowhere.txt')
    expect(complaintAbout(file)).toBe(
      `PASSWORD_BLOCKLIST_FILE is ${JSON.stringify(file)}, which cannot be read (ENOENT); it must name a UTF-8 text file with one entry per line.`,
    )
  })

  it('that is a folder or not UTF-8 stops the start', () => {
    expect(complaintAbout(folder)).toMatch(/cannot be read \(EISDIR\)/)
    expect(complaintAbout(fileOf(Uint8Array.of(0x61, 0xff, 0x62)))).toMatch(/is not UTF-8/)
  })

  it('of 100,000 passwords becomes a blocklist quickly, whatever their case and composition', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `E\u0301tude ${index} Nº`)
    const file = fileOf(lines.join('\n'))
    const begun = performance.now()
    const blocklist = createPasswordBlocklist(readWordList(file, 'X'))
    // 0.1 s on an idle machine (docs/names-and-passwords.md); the bound says only that no step grows with the square.
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(blocklist.has('\u00e9tude 99999 nº')).toBe(true)
    expect(blocklist.size).toBeGreaterThan(149_000)
  })
})

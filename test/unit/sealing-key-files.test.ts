import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readGatewaySecret } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce, readPrivateKey, readPublicKey } from '@registrar/shared/keys/sealing-key-files'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: ReturnType<typeof temporaryFolder>
let files: ReturnType<typeof keyFilesBelow>
beforeEach(() => {
  folder = temporaryFolder()
  files = keyFilesBelow(folder.path)
  makeKeysOnce(files)
})
afterEach(() => folder[Symbol.dispose]())

/** A start that fails must say which file, and what to do about it. */
function expectFix(read: () => unknown, fix: RegExp) {
  expect(read).toThrow(ConfigurationError)
  expect(read).toThrow(fix)
}

describe('the key files', () => {
  it('are a pair, the private one for its owner alone', () => {
    expect(readPrivateKey(files.privateFile).publicKey).toEqual(readPublicKey(files.publicFile))
    expect(statSync(files.privateFile).mode & 0o777).toBe(0o600)
  })

  it('are made once', () => {
    const before = readPublicKey(files.publicFile)
    expect(makeKeysOnce(files)).toBe(false)
    expect(readPublicKey(files.publicFile)).toEqual(before)
  })

  it('are not made anew when one of them is lost: the other may be all that opens what waits', () => {
    rmSync(files.publicFile)
    expectFix(() => makeKeysOnce(files), /missing, but its other half exists; restore it/)
  })

  it('stop the start when the private one is missing', () => {
    rmSync(files.privateFile)
    expectFix(
      () => readPrivateKey(files.privateFile),
      /^SEALING_PRIVATE_KEY_FILES names a sealing private key that cannot be read \(ENOENT\); .* npm run keys\.$/,
    )
  })

  it('stop the start when the private one cannot be read', () => {
    rmSync(files.privateFile)
    expectFix(
      () => readPrivateKey(folder.path),
      /that cannot be read \(EISDIR\); let the user that runs this process read it/,
    )
  })

  it('stop the start when the variable holds a key instead of a name, without showing it', () => {
    const key = readFileSync(files.privateFile, 'utf8').trim()
    for (const read of [readPublicKey, readPrivateKey, readGatewaySecret])
      expectFix(() => read(key), /^[A-Z_]+ names a .* that cannot be read \(ENOENT\); name the file, (?!.*registrar-)/)
  })

  it('stop the start when they are swapped', () => {
    renameSync(files.privateFile, `${files.privateFile}.moved`)
    expectFix(
      () => readPrivateKey(files.publicFile),
      /^SEALING_PRIVATE_KEY_FILES names .*, which holds the sealing public key; swap/,
    )
    expectFix(
      () => readPublicKey(`${files.privateFile}.moved`),
      /^SEALING_PUBLIC_KEY_FILE names .*, which holds the sealing private key; swap/,
    )
  })

  it.each([0o644, 0o640, 0o604, 0o620])('stop the start when the private one has mode %o', (mode) => {
    chmodSync(files.privateFile, mode)
    expectFix(() => readPrivateKey(files.privateFile), /can be read by others .*; run chmod 600/)
  })

  it('stop the start when one holds something else', () => {
    writeFileSync(files.publicFile, 'registrar-sealing-public-key:dG9vIHNob3J0')
    expectFix(() => readPublicKey(files.publicFile), /is not a sealing public key; restore it/)
  })
})

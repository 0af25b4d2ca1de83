import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** What a process says whose start runs `code`, and how it exits. */
function start(code: string) {
  const script = `
    import { ConfigurationError } from '@registrar/shared/process/environment'
    import { startService } from '@registrar/shared/process/service'
    await startService(async () => { ${code} })`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  return { status, stderr }
}

it('an error that nobody foresaw at the start is printed by its kind and place, without any line of its message', () => {
  const { status, stderr } = start("throw new TypeError('a-secret\\\\n    at a-secret (/a/file.ts:1:2)\\\\na-secret')")
  expect(status).toBe(1)
  expect(stderr).toMatch(/^The start failed: TypeError\n {2}at /)
  expect(stderr).not.toContain('a-secret')
})

it('what the environment asks for and cannot be is printed as the sentence it is', () => {
  expect(start("throw new ConfigurationError('PORT is taken.')")).toEqual({ status: 1, stderr: 'PORT is taken.\n' })
})

it('what is thrown beside the start, as by a connection, is explained in the same way', () => {
  const thrownLater = (error: string) =>
    start(`setImmediate(() => { throw ${error} }); await new Promise((resolve) => setTimeout(resolve, 60_000))`)
  expect(thrownLater("new ConfigurationError('It cannot be.')")).toEqual({ status: 1, stderr: 'It cannot be.\n' })
  const { status, stderr } = thrownLater("new TypeError('a-secret')")
  expect(status).toBe(1)
  expect(stderr).toMatch(/^The start failed: TypeError\n {2}at /)
  expect(stderr).not.toContain('a-secret')
})

import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LONG } from '../../tools/test/longest-first.ts'

it('every test file that is to start early exists', () => {
  expect(LONG.filter((file) => !existsSync(file))).toEqual([])
})

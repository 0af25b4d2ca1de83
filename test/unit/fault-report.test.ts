import { faultReport } from '@registrar/shared/process/fault-report'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const SECRET = 'correct horse battery staple'

const multiLine = `first ${SECRET}\nsecond ${SECRET}\n    at ${SECRET} (/a/file.ts:1:2)\n\n    at ${SECRET}:3:4`

describe('the report of an error has its kind and its frames, and no line of its message', () => {
  it.each<[string, string, () => unknown]>([
    ['a message of several lines, some of which look like frames', 'Error', () => new Error(multiLine)],
    ['a message that is empty', 'TypeError', () => new TypeError('')],
    ['one with a cause', 'RangeError', () => new RangeError('outer', { cause: new Error(multiLine) })],
    ['a message that was changed later', 'Error', () => Object.assign(new Error('first'), { message: multiLine })],
    [
      'a fault of zod, which quotes what it was given',
      'ZodError',
      () => caught(() => z.strictObject({}).parse({ [SECRET]: 1 })),
    ],
    ['a fault of JSON.parse, which quotes what it was given', 'SyntaxError', () => caught(() => JSON.parse(multiLine))],
    ['several at once', 'AggregateError', () => new AggregateError([new Error(SECRET)], multiLine)],
  ])('%s', (_what, fault, make) => {
    const report = faultReport(make())
    expect(report.fault).toBe(fault)
    expect(JSON.stringify(report)).not.toContain('horse')
    expect(report.frames!.length).toBeGreaterThan(0)
    for (const frame of report.frames!) expect(frame).toMatch(/^at .*(:\d+:\d+|<anonymous>|index \d+)\)?$/)
    expect(report.frames!.join()).toContain('fault-report.test.ts')
  })

  it.each([
    ['a string', SECRET],
    ['nothing', undefined],
    ['an object', { password: SECRET }],
  ])('what is thrown and is no error (%s) is reported by its type', (_what, thrown) => {
    expect(faultReport(thrown)).toEqual({ fault: typeof thrown })
  })
})

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

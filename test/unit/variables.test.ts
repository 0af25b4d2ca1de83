import { parseEnvironment } from '@registrar/shared/process/environment'
import { choice } from '@registrar/shared/process/variables/choice'
import { host } from '@registrar/shared/process/variables/host'
import { listOfFiles } from '@registrar/shared/process/variables/list'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { lineOfText } from '@registrar/shared/process/variables/text'
import { webUrl } from '@registrar/shared/process/variables/web-url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

/** What a variable of `kind` makes of `text`, or the sentence that refuses it. */
function read(kind: z.ZodType, text: string): unknown {
  try {
    return parseEnvironment(z.object({ IT: kind }), { IT: text })['IT']
  } catch (error) {
    return (error as Error).message
  }
}

describe('a whole number', () => {
  it.each([
    ['0', 0],
    ['10', 10],
    ['65535', 65_535],
  ])('%s', (text, value) => expect(read(wholeNumber({ max: 65_535 }), text)).toBe(value))

  it.each(['abc', '-1', '+1', '65536', '1.5', '0x10', '1e3', ' 80', '80 ', '080', '1_000', '1,000', '９', 'NaN'])(
    'is not %j',
    (text) =>
      expect(read(wholeNumber({ max: 65_535 }), text)).toBe(
        `IT is ${JSON.stringify(text)}; it must be a whole number from 0 to 65535.`,
      ),
  )
})

describe('a choice', () => {
  it('is one of its words, by the letter', () => {
    expect(read(choice('a', 'b', 'c'), 'b')).toBe('b')
    for (const text of ['B', 'd', ' a', 'a,b'])
      expect(read(choice('a', 'b', 'c'), text)).toBe(`IT is ${JSON.stringify(text)}; it must be a, b or c.`)
  })
})

describe('a line of text', () => {
  it('has no spaces around it and counts code points', () => {
    expect(read(lineOfText({ max: 5 }), ' 🙂🙂🙂🙂🙂 ')).toBe('🙂🙂🙂🙂🙂')
  })
  it.each(['  ', '123456', 'a\nb', 'a\u2028b', 'a\u0007'])('is not %j', (text) =>
    expect(read(lineOfText({ max: 5 }), text)).toMatch(/^IT is ".*"; it must be one line of 1 to 5 characters\.$/s),
  )
})

describe('a list of files', () => {
  it('is separated by commas, with or without spaces', () => {
    expect(read(listOfFiles(), 'new.key, old key ,./x')).toEqual(['new.key', 'old key', './x'])
  })
  it.each(['a,,b', ',a', 'a,', ',', '  '])('has no empty entry, as %j has', (text) =>
    expect(read(listOfFiles(), text)).toBe('IT has an empty entry; it must be names of files, separated by commas.'),
  )
})

describe('a host to listen on', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::', '::1', 'fe80::1%eth0', 'localhost', 'my-host.example', 'redis_1'])(
    '%s',
    (text) => expect(read(host(), text)).toBe(text),
  )
  it.each(['http://localhost', 'localhost:3000', '[::1]', '*', '256.1.1.1', '10.0.0', 'a b', 'a..b', '-a', 'a/b', ' '])(
    'is not %j',
    (text) => expect(read(host(), text)).toMatch(/^IT is ".*"; it must be an IP address or a host name alone/),
  )
})

describe('a URL of the web', () => {
  it.each([
    'https://example.com',
    'http://localhost:8080/a%20b?c=d#e',
    'https://bücher.example/',
    'https://[::1]/',
    'https://cdn.example/npm/@acme/logo@2.svg',
  ])('%s stays as it is', (text) => expect(read(webUrl(), text)).toBe(text))
  it.each([
    'example.com',
    '//example.com',
    'ftp://example.com',
    'javascript:alert(1)',
    'https:example.com',
    'https:/example.com',
    'https:\\\\example.com',
    'https://',
    'https://a b',
    'https://example.com/a b',
    'https://example.com/\nx',
    'https://example.com:0',
    'https://example.com:99999',
    'https://example.com:x',
    'https://example.com/%zz',
    'https://user:hunter2@example.com',
    'https://user:hun/ter2@example.com',
    'https://user@example.com',
    'https://user:1234/hunter2@example.com',
  ])('is not %j, of which nothing is shown', (text) =>
    expect(read(webUrl(), text)).toMatch(
      /^IT has a value that cannot be used; it must be a URL that starts with https:\/\/ or http:\/\//,
    ),
  )
})

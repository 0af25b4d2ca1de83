import { ConfigurationError, parseEnvironment, secretUrl, wholeNumber } from '@registrar/shared/process/environment'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Settings = z.object({
  PORT: wholeNumber({ max: 65_535 }).default(3000),
  LEVEL: z.enum(['low', 'high'], 'low or high').default('low'),
  REDIS_URL: secretUrl('redis', 'rediss'),
})
const REDIS_URL = 'redis://localhost'

const complaintAbout = (variables: Record<string, string>) => {
  try {
    parseEnvironment(Settings, variables)
  } catch (error) {
    return error instanceof ConfigurationError ? error.message : error
  }
}

describe('the environment', () => {
  it('is read into a typed object, with defaults for what is unset or empty', () => {
    expect(parseEnvironment(Settings, { REDIS_URL, PORT: '', HOME: '/' })).toEqual({
      PORT: 3000,
      LEVEL: 'low',
      REDIS_URL,
    })
    expect(parseEnvironment(Settings, { REDIS_URL, PORT: '80', LEVEL: 'high' })).toMatchObject({
      PORT: 80,
      LEVEL: 'high',
    })
  })

  it.each(['abc', '-1', '65536', '1.5', '0x10', ' 80', '1e3'])(
    'refuses PORT=%s: the name, the value, the mend',
    (PORT) => {
      expect(complaintAbout({ REDIS_URL, PORT })).toBe(
        `PORT is ${JSON.stringify(PORT)}; it must be a whole number from 0 to 65535.`,
      )
    },
  )

  it('names a variable that is needed and not set', () => {
    expect(complaintAbout({})).toBe('REDIS_URL is not set; it must be a URL that starts with redis:// or rediss://.')
  })

  it('never shows the value of a variable that may hold a password', () => {
    const complaint = complaintAbout({ REDIS_URL: 'http://user:hunter2@host' })
    expect(complaint).toMatch(/^REDIS_URL has a value that cannot be used/)
    expect(complaint).not.toContain('hunter2')
  })

  it('names every bad variable at once', () => {
    expect(String(complaintAbout({ PORT: 'x', LEVEL: 'y' })).split('\n')).toHaveLength(3)
  })
})

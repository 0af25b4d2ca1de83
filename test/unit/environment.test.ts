import { ConfigurationError, parseEnvironment } from '@registrar/shared/process/environment'
import { choice } from '@registrar/shared/process/variables/choice'
import { port } from '@registrar/shared/process/variables/number'
import { redisUrl } from '@registrar/shared/redis/redis-url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Settings = z.object({
  PORT: port().default(3000),
  LEVEL: choice('low', 'high').default('low'),
  REDIS_URL: redisUrl(),
  OTHER_REDIS_URL: redisUrl().optional(),
  TOKEN: z.string().regex(/^t_/).default('t_0').optional(),
})
const REDIS_URL = 'redis://localhost:6379'

function complaintAbout(variables: Record<string, string>) {
  try {
    return parseEnvironment(Settings, variables)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as Error).message
  }
}

describe('the environment', () => {
  it('is read into a typed object, with defaults for what is unset or empty', () => {
    expect(parseEnvironment(Settings, { REDIS_URL, PORT: '', HOME: '/' })).toEqual({
      PORT: 3000,
      LEVEL: 'low',
      REDIS_URL,
      TOKEN: 't_0',
    })
    expect(parseEnvironment(Settings, { REDIS_URL, PORT: '80', LEVEL: 'high' })).toMatchObject({
      PORT: 80,
      LEVEL: 'high',
    })
  })

  it('names a bad variable, its value and the fix', () => {
    expect(complaintAbout({ REDIS_URL, PORT: '1.5' })).toBe('PORT is "1.5"; it must be a whole number from 0 to 65535.')
  })

  it('names a variable that is needed and not set', () => {
    expect(complaintAbout({})).toMatch(/^REDIS_URL is not set; it must be a URL such as redis:/)
  })

  it('never shows a value unless its kind says that it can be no secret, whatever wraps the kind', () => {
    for (const name of ['REDIS_URL', 'OTHER_REDIS_URL', 'TOKEN']) {
      const complaint = complaintAbout({ REDIS_URL, [name]: 'http://user:hunter2@host' })
      expect(complaint).toMatch(new RegExp(`^${name} has a value that cannot be used; it must be `))
      expect(complaint).not.toContain('hunter2')
    }
  })

  it('never shows what looks like a URL with a password, in whichever variable it is', () => {
    expect(complaintAbout({ REDIS_URL, PORT: 'redis://:hunter2@host' })).toBe(
      'PORT has a value that cannot be used; it must be a whole number from 0 to 65535.',
    )
  })

  it('gives each bad variable one sentence, all of them at once', () => {
    expect(String(complaintAbout({ PORT: 'x', LEVEL: 'y' })).split('\n')).toEqual([
      expect.stringMatching(/^PORT is "x"; /),
      'LEVEL is "y"; it must be low or high.',
      expect.stringMatching(/^REDIS_URL is not set; /),
    ])
  })
})

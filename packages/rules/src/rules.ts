import type { FieldFault } from '@registrar/shared/contract/field-fault'
import { createPasswordBlocklist } from './passwords/password-blocklist.ts'
import { createPasswordRules } from './passwords/password-rules.ts'
import { createReservedUsernames } from './usernames/reserved-usernames.ts'
import { usernameFaults } from './usernames/username-faults.ts'
import { readWordList } from './word-list.ts'

export type RuleSettings = {
  /** In code points. */
  passwordMinLength: number
  /** Added to the built-in ones, in any spelling. */
  reservedUsernames?: Iterable<string>
  /** Added to the built-in ones, in any case. */
  passwordBlocklist?: Iterable<string>
  /** What people call the service, besides Registrar: it is not accepted as a password. */
  serviceNames?: readonly string[]
}

/** Which names and passwords are acceptable here: every fault of one, none for an acceptable one. */
export type Rules = {
  usernameFaults(username: string): FieldFault[]
  passwordFaults(password: string, canonicalUsername?: string): FieldFault[]
}

/** Makes the rules for one set of settings. Builds the lists once: some 50 ms and 5 MB. */
export function createRules(settings: RuleSettings): Rules {
  const isReserved = createReservedUsernames(settings.reservedUsernames)
  return {
    usernameFaults: (username) => usernameFaults(username, isReserved),
    passwordFaults: createPasswordRules({
      minLength: settings.passwordMinLength,
      serviceNames: ['Registrar', ...(settings.serviceNames ?? [])],
      blocklist: createPasswordBlocklist(settings.passwordBlocklist),
    }),
  }
}

type RuleVariables = {
  PASSWORD_MIN_LENGTH: number
  RESERVED_USERNAMES_FILE?: string | undefined
  PASSWORD_BLOCKLIST_FILE?: string | undefined
  PAGE_TITLE?: string | undefined
}

/** The settings that the environment asks for. @throws ConfigurationError when a file cannot be read */
export function ruleSettingsOf(variables: RuleVariables): RuleSettings {
  const { RESERVED_USERNAMES_FILE: reservedFile, PASSWORD_BLOCKLIST_FILE: blocklistFile, PAGE_TITLE } = variables
  return {
    passwordMinLength: variables.PASSWORD_MIN_LENGTH,
    ...(reservedFile && { reservedUsernames: readWordList(reservedFile, 'RESERVED_USERNAMES_FILE') }),
    ...(blocklistFile && { passwordBlocklist: readWordList(blocklistFile, 'PASSWORD_BLOCKLIST_FILE') }),
    ...(PAGE_TITLE && { serviceNames: [PAGE_TITLE] }),
  }
}

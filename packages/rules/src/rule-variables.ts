import { choice } from '@registrar/shared/process/variables/choice'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { webUrl } from '@registrar/shared/process/variables/web-url'
import { z } from 'zod'

/** The variables that decide which names and passwords are acceptable. */
export const ruleVariables = {
  /** In code points. NIST SP 800-63B-4 asks for 15 where the password is the only factor, and never less than 8. */
  PASSWORD_MIN_LENGTH: wholeNumber({ min: 8, max: 64 }).default(15),
  /** One entry a line, added to the built-in ones. */
  RESERVED_USERNAMES_FILE: z.string().optional(),
  PASSWORD_BLOCKLIST_FILE: z.string().optional(),
  /** A range service (k-anonymity) that knows breached passwords; unset: off. */
  PWNED_PASSWORDS_URL: webUrl().optional(),
  /** How long it may take, and whether a password that could not be checked is then accepted or refused with 503. */
  PWNED_PASSWORDS_TIMEOUT_MS: wholeNumber({ min: 50, max: 10_000 }).default(1_000),
  PWNED_PASSWORDS_WHEN_AWAY: choice('accept', 'refuse').default('accept'),
}

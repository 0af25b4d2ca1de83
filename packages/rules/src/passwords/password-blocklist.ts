import { dictionary } from '@zxcvbn-ts/language-common'
import { foldPassword, toOpaqueString } from './password-form.ts'
import { periodOf } from './password-patterns.ts'

/** The word "password" in languages that the package's list leaves out, because it is ASCII only. */
const PASSWORD_IN_OTHER_SCRIPTS =
  'пароль parolă contraseña hasło şifre lösenord adgangskode wachtwoord κωδικός סיסמה كلمةالسر رمزعبور पासवर्ड รหัสผ่าน mậtkhẩu パスワード 密码 密碼 비밀번호'

/** Common passwords, folded: the 49,000 of @zxcvbn-ts/language-common (4 MB) and any that are added. */
export type PasswordBlocklist = ReadonlySet<string>

/**
 * The passwords that attackers try first, and `extra` ones in any case: 100,000 of those take 0.1 s and 11 MB, folded as
 * one text. NIST SP 800-63B-4, 3.1.1.2: a verifier compares the whole password with a blocklist.
 */
export function createPasswordBlocklist(extra: Iterable<string> = []): PasswordBlocklist {
  const added = foldPassword(toOpaqueString([...PASSWORD_IN_OTHER_SCRIPTS.split(' '), ...extra].join('\n')))
  return new Set([...dictionary['passwords-common'], ...added.split('\n')])
}

/** Around a shorter word, the digits and signs are most of the password. */
const MIN_LETTERS = 4

/**
 * Whether a folded password is in the list: as it is, as a repetition, or without the digits and signs around its letters.
 * People stretch a common password of eight characters that way when 15 are required.
 */
export function isBlocked(folded: string, blocklist: PasswordBlocklist): boolean {
  if (blocklist.has(folded)) return true
  let text = [...folded]
  for (let round = 0; round < 3; round += 1) {
    const piece = text.slice(0, periodOf(text))
    if (piece.length >= MIN_LETTERS && blocklist.has(piece.join(''))) return true
    const core = betweenLetters(piece)
    if (core.length === text.length) return false // nothing was taken away: no later round will differ
    text = core
  }
  return false
}

const betweenLetters = (text: string[]): string[] =>
  text.slice(text.findIndex(isLetter), text.findLastIndex(isLetter) + 1)
const isLetter = (character: string) => /[\p{L}\p{M}]/u.test(character)

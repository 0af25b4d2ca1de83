import { ConfigurationError } from '@registrar/shared/process/environment'
import { type Converter, type ConvertOptions, isObject, objectsIn, readJson, timeOfMilliseconds } from './converter.ts'

/** `firebase auth:export users.json`. The signer key is given to the import, so that it is in no row. */
export const convertFirebase: Converter = function* (file, options) {
  const { username = 'email' } = options
  const parameters = parametersFrom(options)
  const project = readJson(file)
  for (const user of objectsIn(isObject(project) ? project['users'] : undefined, file, 'users of a project')) {
    const { passwordHash: hash, salt } = user
    yield hash && salt
      ? {
          externalId: user['localId'],
          username: user[username],
          password: { scheme: 'firebase', hash, salt, ...parameters },
          createdAt: timeOfMilliseconds(user['createdAt']),
          disabled: user['disabled'] === true || undefined,
        }
      : undefined
  }
}

/** As the console shows them: Authentication, Users, the menu at the top, Password hash parameters. */
function parametersFrom({ rounds, 'mem-cost': memCost, 'salt-separator': saltSeparator }: ConvertOptions) {
  const isNumber = (text: string | undefined) => /^\d{1,3}$/.test(text ?? '')
  if (!isNumber(rounds) || !isNumber(memCost) || !saltSeparator)
    throw new ConfigurationError(
      'A Firebase export needs the password hash parameters of the project: --rounds N --mem-cost N --salt-separator TEXT.',
    )
  return { rounds: Number(rounds), memCost: Number(memCost), saltSeparator }
}

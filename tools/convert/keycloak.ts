import { type Converter, isObject, objectsIn, readJson, timeOfMilliseconds } from './converter.ts'

/** `kc.sh export`: a realm with its users, or a file of users alone (`--users different_files`). */
export const convertKeycloak: Converter = function* (file, { username = 'username' }) {
  const realm = readJson(file)
  const users = objectsIn(isObject(realm) ? realm['users'] : realm, file, 'users of a realm')
  for (const user of users) {
    const credentials = Array.isArray(user['credentials']) ? user['credentials'].filter(isObject) : []
    const password = credentials.find(({ type }) => type === 'password')
    yield password && {
      // Older realms have ids that are no UUIDs.
      ...(isUuid(user['id']) ? { id: user['id'] } : { externalId: user['id'] }),
      username: user[username],
      password: { scheme: 'keycloak', credentialData: password['credentialData'], secretData: password['secretData'] },
      createdAt: timeOfMilliseconds(user['createdTimestamp']),
      disabled: user['enabled'] === false || undefined,
    }
  }
}

const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)

import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeAllKeys } from '../processes/keys.ts'

/** What reads variables, by the name that people use, as Node is told to run it. */
export const READERS = {
  gateway: ['apps/gateway/main.ts'],
  worker: ['apps/worker/main.ts'],
  directory: ['apps/directory/main.ts'],
  notifier: ['apps/notifier/main.ts'],
  'npm start': ['tools/start/main.ts'],
  'npm run keys': ['tools/keys.ts'],
  'npm run operate': ['tools/operate/main.ts', 'status'],
  'npm run calibrate': ['tools/calibrate/main.ts'],
  'npm run webhooks': ['tools/webhooks/main.ts', 'list'],
  'npm run import': ['tools/import/main.ts', 'package.json'],
  'npm run export': ['tools/export/main.ts'],
}
type Reader = keyof typeof READERS

/** A value that `reader` cannot use, and how its one sentence goes on after the name of the variable. */
export type BadValue = { reader: Reader; variable: string; value: string | undefined; sentence: RegExp }

/** Stands in every password and key of the table: nothing that is printed may have it. */
export const SECRET = 'hunter2'

const NUMBER = / is ".*"; it must be a whole number from \d+ to \d+\.$/
const CHOICE = / is ".*"; it must be \w.* or \w+\.$/
const HOST = / is ".*"; it must be an IP address or a host name alone, .*\.$/
const TITLE = / is ".*"; it must be one line of 1 to 60 characters\.$/
const PASSWORD = / has a value that cannot be used; it must be a URL such as .* percent-encoded \(@ as %40, .*\.$/
const DATABASE = / only the number of a database\.$/
const WEB_URL = / has a value that cannot be used; it must be a URL that starts with https:\/\/ or http:\/\/, .*\.$/
const RANGES = / has ".*"; it must be IP addresses or CIDR blocks .*, separated by commas\.$/
const ORIGIN = / has an entry that is not an exact origin; it must be written as https:\/\/app\.example\.com\.$/
const EMPTY_ENTRY = / has an empty entry; it must be .*, separated by commas\.$/
const NO_FILE = / names a .* that cannot be read \(E\w+\); .*\.$/
const NOT_THAT_KEY = / names .*, which (?:is not|holds) .*key; .*\.$/
const OPEN_FILE = / names .* that can be read by others \(mode 644\); run chmod 600 .*$/
const WORD_LIST = / is ".*", which .*; it must name a UTF-8 text file with one entry per line\.$/
const WEAK = / is weaker than OWASP allows; .*\.$/

/**
 * At least one bad value for each variable of each process; the unit tests of its kind have many more. In `folder` it
 * makes the files that values name, and those of the variables that make all else right.
 */
export function badValues(folder: string): { table: BadValue[]; right: Record<string, string> } {
  const dataDir = join(folder, 'data')
  makeAllKeys(dataDir)
  const publicKey = join(dataDir, 'keys/sealing-public.key')
  const privateKey = join(dataDir, 'keys/sealing-private.key')
  const openKey = join(folder, 'private.key')
  copyFileSync(privateKey, openKey)
  chmodSync(openKey, 0o644)
  const absent = join(folder, 'absent')
  const latin1 = join(folder, 'latin1')
  writeFileSync(latin1, 'caf\xe9', 'latin1')
  const noEndpoints = join(folder, 'webhooks.json')
  writeFileSync(noEndpoints, '[]', { mode: 0o600 })
  const noJson = join(folder, 'webhooks.txt')
  writeFileSync(noJson, SECRET, { mode: 0o600 })

  const table: BadValue[] = []
  const add = (reader: Reader, variable: string, sentence: RegExp, ...values: (string | undefined)[]) => {
    for (const value of values) table.push({ reader, variable, value, sentence })
  }

  add('gateway', 'REDIS_URL', / is not set; it must be a URL such as redis:.*\.$/, undefined)
  add('gateway', 'REDIS_URL', / starts with redis:\/\/ or rediss:\/\/\.$/, `http://user:${SECRET}@host`)
  add('gateway', 'REDIS_URL', PASSWORD, `redis://:p@ss:${SECRET}/rd@host`, `redis://:p@${SECRET}@host`)
  add('gateway', 'REDIS_URL', PASSWORD, `redis://user:1234/${SECRET}@host`, `redis://user:${SECRET}%zz@host`)
  add('gateway', 'REDIS_URL', PASSWORD, `redis://user:${SECRET}@host:99999`)
  add('gateway', 'REDIS_URL', DATABASE, `redis://user:${SECRET}@host/users`)
  add('gateway', 'REDIS_URL', / without options other than .*\.$/, `redis://user:${SECRET}@host?timeout=1`)
  add('worker', 'REDIS_URL', PASSWORD, `rediss://:${SECRET}/@host`)
  add('npm start', 'REDIS_URL', PASSWORD, `redis://:${SECRET}/@host`)
  add('npm run operate', 'REDIS_URL', PASSWORD, `redis://:${SECRET}/@host`)

  add('worker', 'MONGODB_URI', / starts with mongodb:\/\/ or mongodb\+srv:\/\/\.$/, `postgres://user:${SECRET}@host/x`)
  add('worker', 'MONGODB_URI', PASSWORD, `mongodb://user:p@ss:${SECRET}/rd@host/x`, `mongodb://u:12/${SECRET}@host/x`)
  add('worker', 'MONGODB_URI', PASSWORD, `mongodb://u:${SECRET}%zz@host/x`, `mongodb://u:${SECRET}@host:99999/x`)
  add(
    'worker',
    'MONGODB_URI',
    PASSWORD,
    `mongodb://u:${SECRET}:x@host/x`,
    `mongodb+srv://u:${SECRET}@a.example:27017/x`,
  )
  add('worker', 'MONGODB_URI', PASSWORD, `mongodb://host/x?${SECRET}=1`)
  add('worker', 'MONGODB_URI', / a name that a MongoDB database can have\.$/, `mongodb://host/${SECRET}.x`)
  add('npm start', 'MONGODB_URI', PASSWORD, `mongodb://user:${SECRET}/@host/x`)

  add('gateway', 'DATA_DIR', / or make what is missing below DATA_DIR with npm run keys\.$/, absent)
  add('worker', 'DATA_DIR', / is ".*", which cannot be a folder \(ENOTDIR\); .*\.$/, join(latin1, 'below'))
  add('npm start', 'DATA_DIR', / is ".*", which cannot be written .*\.$/, join(latin1, 'below'))
  add('npm run keys', 'DATA_DIR', / to another folder\.$/, join(latin1, 'below'))
  add('gateway', 'LOG_LEVEL', CHOICE, 'INFO')
  add('gateway', 'DRAIN_SECONDS', NUMBER, '20s')
  add('worker', 'OUTCOME_TTL_SECONDS', NUMBER, '1e5')

  add('gateway', 'HOST', HOST, 'http://localhost')
  add('gateway', 'HOST', / is ".*", which is not an address of this machine; .*\.$/, '192.0.2.1')
  add('gateway', 'PORT', NUMBER, '65536')
  add('npm start', 'PORT', NUMBER, '3000,3001')
  add('gateway', 'GATEWAYS', NUMBER, '0')
  add('npm start', 'WORKERS', NUMBER, 'all')

  add('gateway', 'SEALING_PUBLIC_KEY_FILE', NO_FILE, absent, `registrar-sealing-public-key:${SECRET}`)
  add('gateway', 'SEALING_PUBLIC_KEY_FILE', NOT_THAT_KEY, latin1, privateKey)
  add('worker', 'SEALING_PRIVATE_KEY_FILES', NO_FILE, `${privateKey},${absent}`)
  add('worker', 'SEALING_PRIVATE_KEY_FILES', NO_FILE, `registrar-sealing-private-key:${SECRET}`)
  add('worker', 'SEALING_PRIVATE_KEY_FILES', EMPTY_ENTRY, `${privateKey},`)
  add('worker', 'SEALING_PRIVATE_KEY_FILES', NOT_THAT_KEY, publicKey)
  add('worker', 'SEALING_PRIVATE_KEY_FILES', OPEN_FILE, openKey)
  add('gateway', 'GATEWAY_SECRET_FILE', NO_FILE, absent, `${SECRET}${'A'.repeat(36)}`)
  add('gateway', 'GATEWAY_SECRET_FILE', / names .*, which is not a gateway secret; .*\.$/, latin1)

  add('gateway', 'PASSWORD_MIN_LENGTH', NUMBER, '7')
  add('gateway', 'RESERVED_USERNAMES_FILE', WORD_LIST, absent)
  add('gateway', 'PASSWORD_BLOCKLIST_FILE', WORD_LIST, latin1)
  add('gateway', 'PWNED_PASSWORDS_URL', WEB_URL, 'api.pwnedpasswords.com', `https://user:${SECRET}@range.example`)
  add('gateway', 'PWNED_PASSWORDS_TIMEOUT_MS', NUMBER, '1s')
  add('gateway', 'PWNED_PASSWORDS_WHEN_AWAY', CHOICE, 'ignore')
  add('gateway', 'MAX_BACKLOG', NUMBER, '100k')
  add('gateway', 'RATE_LIMIT_PER_MINUTE', NUMBER, '-1')
  add('gateway', 'TRUSTED_PROXIES', RANGES, '10.0.0.0/', '10.0.0.0/8 ::1', 'proxy.example')
  add('gateway', 'TRUSTED_PROXIES', EMPTY_ENTRY, '10.0.0.0/8,')
  add('gateway', 'CORS_ORIGINS', ORIGIN, 'https://app.example.com/', 'https://app.example.com/sign-up')
  add('gateway', 'CORS_ORIGINS', ORIGIN, 'HTTPS://App.Example.com:443', 'app.example.com')
  add('gateway', 'CORS_ORIGINS', / has a \*, which matches nothing; .*\.$/, '*')
  add('gateway', 'CORS_ORIGINS', / it must be exact origins such as .*\.$/, `https://user:${SECRET}@app.example.com`)
  add('gateway', 'PAGE_TITLE', TITLE, 'x'.repeat(61))
  add('gateway', 'PAGE_LOGO_URL', WEB_URL, 'javascript:alert(1)', `https://user:${SECRET}@cdn.example/logo.svg`)
  add('gateway', 'PAGE_RETURN_URL', WEB_URL, 'https://example.com/%zz')

  add('directory', 'DIRECTORY_HOST', HOST, 'http://localhost')
  add('directory', 'DIRECTORY_PORT', NUMBER, 'off')
  add('npm start', 'DIRECTORY_PORT', / is ".*"; it must be a whole number from 0 to 65535, or off\.$/, 'none', '65536')
  add('directory', 'API_KEYS_FILE', NO_FILE, absent, `rk_${SECRET}`)
  add('directory', 'API_KEYS_FILE', / names .*, which is not a file of API keys; .*\.$/, noJson)
  add('directory', 'API_KEYS_FILE', OPEN_FILE, openKey)
  add('directory', 'VERIFY_CONCURRENCY', NUMBER, '0')
  add('directory', 'VERIFY_DEADLINE_MS', NUMBER, '2.5s')
  add('directory', 'NAME_QUARANTINE_DAYS', / is ".*"; it must be .* days .*, or forever\.$/, 'never', '90d')
  add('directory', 'PASSWORD_MIN_LENGTH', NUMBER, '7')
  add('directory', 'ARGON2_MEMORY_KIB', WEAK, '7168')
  add('directory', 'MONGODB_URI', PASSWORD, `mongodb://user:${SECRET}/@host/x`)

  add('gateway', 'METRICS_HOST', HOST, '127.0.0.1:9464')
  add('notifier', 'METRICS_PORT', NUMBER, 'off')
  add('npm start', 'METRICS_PORT', NUMBER, '99999')
  add('directory', 'IMPORT_MAX_ARGON2_MEMORY_KIB', NUMBER, '0')
  add('npm run import', 'IMPORT_MAX_ARGON2_TIME_COST', NUMBER, '0')
  add('directory', 'IMPORT_MAX_ARGON2_PARALLELISM', NUMBER, '0')
  add('npm run import', 'IMPORT_MAX_BCRYPT_COST', NUMBER, '0')
  add('directory', 'IMPORT_MAX_SCRYPT_MEMORY_KIB', NUMBER, '0')
  add('npm run import', 'IMPORT_MAX_SCRYPT_WORK', NUMBER, '0')
  add('directory', 'IMPORT_MAX_PBKDF2_ITERATIONS', NUMBER, '0')
  add('npm run import', 'IMPORT_MAX_SHA_CRYPT_ROUNDS', NUMBER, '0')
  add('directory', 'IMPORT_MAX_PHPASS_COST', NUMBER, '0')
  add('npm run import', 'MONGODB_URI', PASSWORD, `mongodb://user:${SECRET}/@host/x`)
  add('npm run import', 'ARGON2_MEMORY_KIB', WEAK, '7168')
  add('npm run export', 'MONGODB_URI', PASSWORD, `mongodb://user:${SECRET}/@host/x`)

  add('worker', 'WORKER_CONCURRENCY', NUMBER, '0')
  add('worker', 'FAILED_TTL_DAYS', NUMBER, '30d')
  add('worker', 'ARGON2_MEMORY_KIB', WEAK, '7168')
  add('worker', 'ARGON2_TIME_COST', WEAK, '1')
  add('worker', 'ARGON2_PARALLELISM', NUMBER, '0')
  add('worker', 'ARGON2_ENGINE', CHOICE, 'bcrypt')
  add('npm run calibrate', 'ARGON2_ENGINE', CHOICE, 'argon')
  for (const reader of ['worker', 'notifier'] as const) {
    add(reader, 'HEALTH_HOST', HOST, 'localhost:3000')
    add(reader, 'HEALTH_PORT', NUMBER, '70000')
  }

  add('notifier', 'WEBHOOKS_FILE', / is not set; it must be the file of endpoints; .*\.$/, undefined)
  add('notifier', 'WEBHOOKS_FILE', NO_FILE, `[{ "id": "shop", "secrets": ["${SECRET}"] }]`)
  add('notifier', 'WEBHOOKS_FILE', / is not JSON\.$/, noJson)
  add('npm run webhooks', 'WEBHOOKS_FILE', OPEN_FILE, latin1)
  add('npm start', 'WEBHOOKS_FILE', NO_FILE, absent)
  add('notifier', 'EVENT_SOURCE', / cannot be used; it must be a URI or a name without spaces\.$/, 'our shop')
  add('notifier', 'OUTCOME_STREAM_SECONDS', NUMBER, '0')

  const right = {
    REDIS_URL: 'redis://127.0.0.1:1',
    DATA_DIR: dataDir,
    SEALING_PRIVATE_KEY_FILES: privateKey,
    WEBHOOKS_FILE: noEndpoints,
    PORT: '0',
  }
  return { table, right }
}

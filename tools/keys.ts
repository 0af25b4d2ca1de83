import { parseArgs } from 'node:util'
import { addApiKey, apiKeyFilesBelow, makeApiKeysOnce } from '@registrar/shared/keys/api-keys'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'

const HELP = `npm run keys -- [--public FILE] [--private FILE] [--secret FILE] [--api-keys FILE]
npm run keys -- api NAME --scope SCOPE[,SCOPE...]

Creates the key pair that passwords are sealed with and the secret that the gateways share, unless they already exist. The
gateways need the public file and the secret, the workers the private file; nobody else may read the latter two.
Without options they are created below DATA_DIR (default ./data). --api-keys also creates an empty file of
API keys.

To rotate: create a pair under other names, give the workers both private files (SEALING_PRIVATE_KEY_FILES, separated by
a comma), then the gateways the new public one; remove the old private file when no job sealed with the old key is waiting.

With "api": creates a key for the directory, prints it once, and adds its SHA-256 to API_KEYS_FILE (default
keys/api-keys.json below DATA_DIR). A running directory accepts it at once. Scopes: verify, users:read, users:write,
users:erase, users:export.

To rotate an API key: create another one under the same name, give it to your back end, then delete the old entry, which
has the earlier "createdAt", from the file.`

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: {
      public: { type: 'string' },
      private: { type: 'string' },
      secret: { type: 'string' },
      'api-keys': { type: 'string' },
      scope: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  })
  if (values.help) return console.log(HELP)
  const dataDir = process.env['DATA_DIR'] || './data'
  const [command, name, ...others] = positionals
  if (command === 'api' && name && others.length === 0) {
    const file = process.env['API_KEYS_FILE'] || apiKeyFilesBelow(dataDir).keysFile
    const scopes = (values.scope ?? '').split(',').filter(Boolean)
    return console.log(addApiKey(file, { name, scopes }))
  }
  if (command) throw new ConfigurationError('Use: npm run keys -- api NAME --scope SCOPE[,SCOPE...]; see --help.')

  const { publicFile, privateFile } = keyFilesBelow(dataDir)
  const pair = { publicFile: values.public ?? publicFile, privateFile: values.private ?? privateFile }
  const secretFile = values.secret ?? gatewaySecretFileBelow(dataDir)
  const apiKeysFile = values['api-keys']
  if (makeKeysOnce(pair)) console.log(`Created ${pair.publicFile} and ${pair.privateFile}`)
  if (makeGatewaySecretOnce(secretFile)) console.log(`Created ${secretFile}`)
  if (apiKeysFile && makeApiKeysOnce(apiKeysFile)) console.log(`Created ${apiKeysFile}`)
})

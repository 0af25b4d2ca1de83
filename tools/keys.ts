import { parseArgs } from 'node:util'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { startOrExplain } from '@registrar/shared/process/service'

const HELP = `npm run keys -- [--public FILE] [--private FILE] [--secret FILE]

Creates the key pair that passwords are sealed with and the secret that the gateways share, unless they exist. The
gateways need the public file and the secret, the workers the private file; nobody else may read the latter two.
Without options they are created below DATA_DIR (default ./data).

To rotate: create a pair under other names, give the workers both private files (SEALING_PRIVATE_KEY_FILES, separated by
a comma), then the gateways the new public one; remove the old private file when no old job waits any longer.`

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: {
      public: { type: 'string' },
      private: { type: 'string' },
      secret: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  const dataDir = process.env['DATA_DIR'] || './data'
  const { publicFile, privateFile } = keyFilesBelow(dataDir)
  const pair = { publicFile: values.public ?? publicFile, privateFile: values.private ?? privateFile }
  const secretFile = values.secret ?? gatewaySecretFileBelow(dataDir)
  if (makeKeysOnce(pair)) console.log(`Created ${pair.publicFile} and ${pair.privateFile}`)
  if (makeGatewaySecretOnce(secretFile)) console.log(`Created ${secretFile}`)
})

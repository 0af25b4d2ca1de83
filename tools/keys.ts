import { parseArgs } from 'node:util'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { startOrExplain } from '@registrar/shared/process/service'

const HELP = `npm run keys -- [--public FILE] [--private FILE] [--secret FILE]

Makes what is missing of: the key pair that passwords are sealed with, and the secret that the gateways share. The
gateways get the public file and the secret, the workers the private file; nobody else may read the latter two.
Without options: below DATA_DIR (default ./data).

To rotate: make a pair under other names, give the workers both private files (SEALING_PRIVATE_KEY_FILES, separated by
a comma), then the gateways the new public one; take the old private file away when no old job waits any longer.`

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
  if (makeKeysOnce(pair)) console.log(`Made ${pair.publicFile} and ${pair.privateFile}`)
  if (makeGatewaySecretOnce(secretFile)) console.log(`Made ${secretFile}`)
})

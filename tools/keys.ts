import { parseArgs } from 'node:util'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/sealing-key-files'
import { startOrExplain } from '@registrar/shared/service'

const HELP = `npm run keys -- [--public FILE] [--private FILE]

Makes the key pair that passwords are sealed with, unless it is there already. The gateways get the public file, the
workers the private one, which nobody else may read. Without options: below DATA_DIR (default ./data).

To rotate: make a pair under other names, give the workers both private files (SEALING_PRIVATE_KEY_FILES, separated by
a comma), then the gateways the new public one; take the old private file away when no old job waits any longer.`

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: { public: { type: 'string' }, private: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(HELP)
  const defaults = keyFilesBelow(process.env['DATA_DIR'] || './data')
  const files = {
    publicFile: values.public ?? defaults.publicFile,
    privateFile: values.private ?? defaults.privateFile,
  }
  console.log(makeKeysOnce(files) ? `Made ${files.publicFile} and ${files.privateFile}` : 'The keys are there already.')
})

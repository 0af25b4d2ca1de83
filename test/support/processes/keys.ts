import { apiKeyFilesBelow, makeFirstApiKeyOnce } from '@registrar/shared/keys/api-keys'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'

/** The keys of a first run, below `dataDir`. */
export function makeAllKeys(dataDir: string): void {
  makeKeysOnce(keyFilesBelow(dataDir))
  makeGatewaySecretOnce(gatewaySecretFileBelow(dataDir))
  makeFirstApiKeyOnce(apiKeyFilesBelow(dataDir))
}

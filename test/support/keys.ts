import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/sealing-key-files'

/** The keys of a first run, below `dataDir`. */
export function makeAllKeys(dataDir: string): void {
  makeKeysOnce(keyFilesBelow(dataDir))
  makeGatewaySecretOnce(gatewaySecretFileBelow(dataDir))
}

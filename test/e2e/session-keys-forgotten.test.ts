import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { keyFilesBelow, readPrivateKey } from '@registrar/shared/keys/sealing-key-files'
import { createSessionKeys } from '@registrar/shared/keys/session-keys'
import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted } from '../support/http/client.ts'
import { memoryHolds } from '../support/memory-of.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

it.runIf(process.platform === 'linux')(
  'a gateway whose session has ended holds nothing that opens what it sealed',
  async () => {
    await using store = await storeEngines[0]!.create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    const jobId = await accepted(registrar.gateway.url, 'ada')

    const redis = new Redis(registrar.redis.url)
    const data = await redis.hget(redisKeys(QUEUE_NAME).job(jobId), 'data').finally(() => redis.disconnect())
    const { sealed } = JSON.parse(data!) as { sealed: string }
    const ephemeralPublicKey = Buffer.from(sealed.split('.')[2]!, 'base64url').subarray(0, 32)
    const workersKeys = readPrivateKey(keyFilesBelow(store.settings.DATA_DIR).privateFile)
    using sessions = createSessionKeys()
    const sessionKey = sessions.agreedWith(ephemeralPublicKey, workersKeys)

    const pid = registrar.gateway.child.pid!
    expect(memoryHolds(pid, workersKeys.publicKey)).toBe(true) // what it has is found
    await eventually('the key is wiped', () => !memoryHolds(pid, sessionKey))
  },
)

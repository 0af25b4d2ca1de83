import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { npmStart } from '../support/processes/npm-start.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Of no secret, and of no one process. */
const COMMON = /^(PATH|HOME|TERM|LANG|LC_.*|TZ|TMPDIR|NO_COLOR|FORCE_COLOR|(NODE|UV)_.*|SSL_CERT_.*|.*_proxy|)$/i

describe('what a process is given', () => {
  it('is the variables of its own configuration and what any process may need: nothing of the others', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({
      DATA_DIR: folder.path,
      MONGODB_URI: 'mongodb://127.0.0.1:1/of-the-store', // the worker goes on trying
      SEALING_PRIVATE_KEY_FILES: join(folder.path, 'keys/sealing-private.key'),
      GATEWAY_SECRET_FILE: join(folder.path, 'keys/gateway.secret'),
      PAGE_TITLE: 'Ada & Co.',
      TOKEN_OF_ANOTHER_PROGRAM: 'secret',
    })
    await registrar.running()
    const variablesOf = (part: string) => {
      const [found] = registrar.processes(part)
      const entries = readFileSync(`/proc/${found!.pid}/environ`, 'utf8').split('\0')
      return entries.map((entry) => entry.split('=')[0]!).filter((name) => !COMMON.test(name))
    }
    const common = ['DATA_DIR', 'REDIS_URL']
    expect(variablesOf('apps/gateway/main.ts').sort()).toEqual(
      [...common, 'GATEWAY_SECRET_FILE', 'PAGE_TITLE', 'PORT'].sort(),
    )
    expect(variablesOf('apps/worker/main.ts').sort()).toEqual(
      [...common, 'MONGODB_URI', 'SEALING_PRIVATE_KEY_FILES', 'WORKER_CONCURRENCY'].sort(),
    )
    expect(variablesOf('apps/directory/main.ts').sort()).toEqual(
      [...common, 'DIRECTORY_PORT', 'MONGODB_URI', 'PAGE_TITLE'].sort(),
    )
    expect(variablesOf('redis-server')).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { findSchemathesis } from '../../tools/schemathesis.ts'
import { startTestDirectory } from '../support/directory.ts'
import { startRegistrar } from '../support/registrar.ts'
import { runSchemathesis } from '../support/schemathesis.ts'
import { sqliteStore } from '../support/test-store.ts'

/** SCHEMATHESIS_SEED=2 SCHEMATHESIS_EXAMPLES=500 npm test -- schemathesis, after a change of what the services answer. */
const SEED = Number(process.env['SCHEMATHESIS_SEED'] ?? 1)
const EXAMPLES = Number(process.env['SCHEMATHESIS_EXAMPLES'] ?? 20)

/** OWASP's least: the hashes are not what is tested. */
const CHEAP_HASHES = { ARGON2_MEMORY_KIB: '7168', ARGON2_TIME_COST: '5' }

const program = findSchemathesis()

describe.runIf(program)(`schemathesis (seed ${SEED})`, () => {
  const search = (url: string, apiKey?: string) =>
    runSchemathesis(program!, { url, seed: SEED, examples: EXAMPLES, ...(apiKey && { apiKey }) })

  it('finds no answer of the gateway that its OpenAPI document does not allow', async () => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store, variables: CHEAP_HASHES })
    const { exitCode, report } = await search(registrar.gateway.url)
    expect(exitCode, report).toBe(0)
  })

  it('finds no answer of the directory that its OpenAPI document does not allow', async () => {
    await using store = await sqliteStore()
    await using directory = await startTestDirectory(store)
    for (const name of ['Ada', 'Grace', 'Katherine']) await directory.addUser(name)
    const { exitCode, report } = await search(directory.url, directory.key)
    expect(exitCode, report).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { findSchemathesis } from '../../tools/schemathesis.ts'
import { CHEAP_HASHES } from '../support/hashes/cheap-hashes.ts'
import { PASSWORD } from '../support/http/client.ts'
import { runSchemathesis } from '../support/http/schemathesis.ts'
import { startTestDirectory } from '../support/processes/directory.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { sqliteStore } from '../support/stores/test-store.ts'

/** SCHEMATHESIS_SEED=2 SCHEMATHESIS_EXAMPLES=500 npm test -- schemathesis, after a change of what the services answer. */
const SEED = Number(process.env['SCHEMATHESIS_SEED'] ?? 1)
const EXAMPLES = Number(process.env['SCHEMATHESIS_EXAMPLES'] ?? 20)

/** Enough that not all are erased before the end. */
const NAMES = Array.from({ length: 3 * EXAMPLES }, (_, n) => `person-${n}`)
const WORDS = { 'body.username': NAMES, 'body.password': [PASSWORD] }

const program = findSchemathesis()

describe.runIf(program)(`schemathesis (seed ${SEED})`, () => {
  it('finds no answer of the gateway that its OpenAPI document does not allow', async () => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store, variables: CHEAP_HASHES })
    const { url } = registrar.gateway
    const { exitCode, report } = await runSchemathesis(program!, { url, seed: SEED, examples: EXAMPLES, values: WORDS })
    expect(exitCode, report).toBe(0)
    expect((await store.rows()).length).toBeGreaterThan(5) // it got past the refusals
  })

  it('finds no answer of the directory that its OpenAPI document does not allow', async () => {
    await using store = await sqliteStore()
    await using directory = await startTestDirectory(store)
    const { url, key: apiKey } = directory
    const users = await Promise.all(NAMES.map((name) => directory.addUser(name)))
    const values = { ...WORDS, 'path.userId': users.map(({ userId }) => userId), 'body.currentPassword': [PASSWORD] }
    const { exitCode, report } = await runSchemathesis(program!, {
      url,
      apiKey,
      seed: SEED,
      examples: EXAMPLES,
      values,
    })
    expect(exitCode, report).toBe(0)
    const erased = (await store.rows()).filter(({ reservedUntil }) => reservedUntil)
    expect(erased.length).toBeGreaterThan(5) // it got past the refusals
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { USER } from '../../tools/openapi/directory/examples.ts'
import { accepted, PASSWORD } from '../support/http/client.ts'
import { startTestDirectory } from '../support/processes/directory.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { sqliteStore } from '../support/stores/test-store.ts'

type Parameter = { name: string; in: string; example?: unknown }
type Operation = { parameters?: Parameter[]; requestBody?: { content: Record<string, { example?: object }> } }
type Document = { paths: Record<string, Record<string, Operation>> }

/** The operations of a document; erasing comes last, because the others need the user. */
function operationsOf(file: string) {
  const { paths }: Document = JSON.parse(readFileSync(file, 'utf8'))
  return Object.entries(paths)
    .flatMap(([path, { parameters: _, ...methods }]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
    )
    .sort((one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'))
}

const examplesIn = (place: string, parameters: Parameter[]): [string, string][] =>
  parameters
    .filter((parameter) => parameter.in === place && parameter.example !== undefined)
    .map(({ name, example }) => [name, `${example}`])

/** Sends each operation of `file` once, with all its examples and the id in the path, and expects it to succeed. */
async function demandValid(url: string, file: string, id: string, authorization = ''): Promise<void> {
  const operations = operationsOf(file)
  for (const { path, method, parameters = [], requestBody } of operations) {
    const [[type, { example }] = ['', {}]] = Object.entries(requestBody?.content ?? {})
    const query = new URLSearchParams(examplesIn('query', parameters))
    const response = await fetch(`${url}${path.replace(/\{\w+\}/, id)}?${query}`, {
      method,
      headers: { authorization, 'content-type': type, ...Object.fromEntries(examplesIn('header', parameters)) },
      body: example ? JSON.stringify(example) : null,
    })
    expect(response.ok, `${method} ${path}: ${response.status}`).toBe(true)
    await response.body?.cancel() // an event stream would go on
  }
  expect(operations.length).toBeGreaterThan(5)
}

describe('the examples of each operation in the OpenAPI document', () => {
  it('of the gateway are one valid request', async () => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store })
    const { url } = registrar.gateway
    await demandValid(url, 'apps/gateway/openapi.json', await accepted(url, 'eve'))
  })

  it('of the directory are one valid request', async () => {
    await using store = await sqliteStore()
    await using directory = await startTestDirectory(store)
    await directory.addUser('ada', PASSWORD, { userId: USER.userId })
    await demandValid(directory.url, 'apps/directory/openapi.json', USER.userId, `Bearer ${directory.key}`)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ownChild } from '../processes/children.ts'
import { temporaryFolder } from '../temporary-folder.ts'

type Options = {
  /** Of the service, which serves its document itself. */
  url: string
  /** Two runs with one seed send the same requests, as far as the answers are the same. */
  seed: number
  /** Requests an operation, and sequences of requests in all; those that follow from the document come on top. */
  examples: number
  apiKey?: string
  /** Values that mean something to the service, for parameters such as `path.userId` and `body.username`. */
  values: Record<string, string[]>
}

/** How often a parameter has one of its values, not a random one: two such parameters are good together every other time. */
const SHARE_OF_VALUES = 0.7

/**
 * Sends requests that schemathesis makes up from the OpenAPI document of a service: its examples, its boundaries, random
 * ones, and sequences along its links. Fails when it finds an answer that the document does not allow.
 */
export async function runSchemathesis(
  program: string,
  { url, seed, examples, apiKey, values }: Options,
): Promise<{ exitCode: number; report: string }> {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'schemathesis.toml'), configuration(values))
  const args = [
    ...['--no-color', 'run', `${url}/openapi.json`],
    // A name that fits the schema may still be reserved, taken, or too much like another one.
    ...['--checks', 'all', '--exclude-checks', 'positive_data_acceptance'],
    ...['--seed', `${seed}`, '--max-examples', `${examples}`, '--generation-database', 'none'],
    ...(apiKey ? ['--header', `Authorization: Bearer ${apiKey}`] : []),
  ]
  const child = ownChild(
    spawn(resolve(program), args, {
      cwd: folder.path,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  let report = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (report += text))
  const [exitCode] = await once(child, 'close')
  return { exitCode, report }
}

function configuration(values: Options['values']): string {
  const entries = Object.entries(values)
  return [
    ...entries.map(([name, list]) => `[dictionaries."${name}"]\nvalues = ${JSON.stringify(list)}`),
    '[parameters]',
    ...entries.map(([name]) => `"${name}" = { dictionary = "${name}", probability = ${SHARE_OF_VALUES} }`),
  ].join('\n')
}

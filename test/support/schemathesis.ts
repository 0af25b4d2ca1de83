import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { ownChild } from './children.ts'
import { temporaryFolder } from './temporary-folder.ts'

type Options = {
  /** Of the service, which serves its document itself. */
  url: string
  /** Two runs with one seed send the same requests, as far as the answers are the same. */
  seed: number
  /** Requests an operation, and sequences of requests in all; those that follow from the document come on top. */
  examples: number
  apiKey?: string
}

/**
 * Sends requests that schemathesis makes up from the OpenAPI document of a service: its examples, its boundaries, random
 * ones, and sequences along its links. Fails when it finds an answer that the document does not allow.
 */
export async function runSchemathesis(
  program: string,
  { url, seed, examples, apiKey }: Options,
): Promise<{ exitCode: number; report: string }> {
  using folder = temporaryFolder()
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

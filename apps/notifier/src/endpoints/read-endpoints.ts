import { readFileSync } from 'node:fs'
import { demandOwnerOnly } from '@registrar/shared/keys/key-file'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { z } from 'zod'
import { Endpoint } from './endpoint.ts'

const Endpoints = z.array(Endpoint, 'must be a JSON array of endpoints').superRefine((endpoints, context) => {
  const ids = endpoints.map(({ id }) => id)
  const second = ids.findIndex((id, n) => ids.indexOf(id) !== n)
  if (second >= 0)
    context.addIssue({ code: 'custom', path: [second, 'id'], message: 'is that of an earlier endpoint too' })
})

/**
 * Reads the file of endpoints.
 * @throws ConfigurationError with one sentence that never holds a secret, when it cannot be used or others may read it
 */
export function readEndpoints(file: string): Endpoint[] {
  const content = contentOf(file)
  demandOwnerOnly(file, { what: 'file of endpoints', variable: 'WEBHOOKS_FILE' })
  const parsed = Endpoints.safeParse(parseJson(file, content))
  if (parsed.success) return parsed.data
  throw new ConfigurationError(`WEBHOOKS_FILE ${file}: ${complaint(parsed.error.issues[0]!)}.`)
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    // Not with what it names: that may be the content of the file, secrets and all.
    throw new ConfigurationError(
      `WEBHOOKS_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code}); name a file that this process can read.`,
    )
  }
}

function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw new ConfigurationError(`WEBHOOKS_FILE ${file} is not JSON.`) // the parser's message would quote it
  }
}

function complaint({ path, message, ...issue }: z.core.$ZodIssue): string {
  const [position, ...members] = path
  const place = position === undefined ? 'it' : [`endpoint ${Number(position) + 1}`, ...members].join('.')
  if (issue.code === 'unrecognized_keys') return `${place} has an unknown member ${named(issue.keys[0]!)}`
  return `${place} ${message.startsWith('Invalid input') ? 'is missing or of the wrong type' : message}`
}

/** A member's name, unless it looks like something that was pasted into the wrong place. */
const named = (member: string) => (/^(?!whsec)\w{1,32}$/.test(member) ? `"${member}"` : '(its name is not shown)')

import type { Registration } from './contract.ts'

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const CODE = /^[a-z_]+$/

/** What each status brings with it. */
const FIELDS = {
  queued: {},
  processing: {},
  completed: { finishedAt: MOMENT, userId: UUID },
  rejected: { finishedAt: MOMENT, reason: CODE },
  failed: { finishedAt: MOMENT, reason: CODE },
} satisfies Record<Registration['status'], Record<string, RegExp>>

type Fields = Record<string, unknown> & { links?: Record<string, unknown> }

/** The job id of an accepted registration. @throws when `text` is none, or was damaged on its way */
export function readJobId(text: string): string {
  const fields: Fields = JSON.parse(text)
  const jobId = demandField(fields, 'jobId', UUID)
  demandLinks(fields, jobId)
  return jobId
}

/** The registration with this job id. @throws when `text` is none, or is another, or was damaged on its way */
export function readRegistration(text: string, jobId: string): Registration {
  const fields: Fields = JSON.parse(text)
  const expected = FIELDS[fields['status'] as Registration['status']]
  if (!expected || fields['jobId'] !== jobId) throw new TypeError('not this registration')
  demandLinks(fields, jobId)
  for (const [name, pattern] of Object.entries({ createdAt: MOMENT, ...expected })) demandField(fields, name, pattern)
  return fields as Registration
}

function demandField(fields: Fields, name: string, pattern: RegExp): string {
  const value = fields[name]
  if (typeof value !== 'string' || !pattern.test(value)) throw new TypeError(`damaged ${name}`)
  return value
}

/** The id stands in each link once more: a digit that was changed on the way is found by that. */
function demandLinks({ links }: Fields, jobId: string): void {
  if (!`${links?.['self']}`.endsWith(`/${jobId}`) || !`${links?.['events']}`.endsWith(`/${jobId}/events`))
    throw new TypeError('damaged links')
}

import type { Registration } from './contract.ts'
import { CODE, demandFields, type Fields, MOMENT, UUID } from './fields.ts'

/** What each status brings with it. */
const FIELDS = {
  queued: {},
  processing: {},
  completed: { finishedAt: MOMENT, userId: UUID },
  rejected: { finishedAt: MOMENT, reason: CODE },
  failed: { finishedAt: MOMENT, reason: CODE },
} satisfies Record<Registration['status'], Record<string, RegExp>>

/** The job id of an accepted registration. @throws when `text` is none, or was damaged on its way */
export function readJobId(text: string): string {
  const fields: Fields = JSON.parse(text)
  demandFields(fields, { jobId: UUID })
  const jobId = fields['jobId'] as string
  demandLinks(fields, jobId)
  return jobId
}

/** The registration with this job id. @throws when `text` is none, or is another, or was damaged on its way */
export function readRegistration(text: string, jobId: string): Registration {
  const fields: Fields = JSON.parse(text)
  const expected = FIELDS[fields['status'] as Registration['status']]
  if (!expected || fields['jobId'] !== jobId) throw new TypeError('not this registration')
  demandLinks(fields, jobId)
  demandFields(fields, { createdAt: MOMENT, ...expected })
  return fields as Registration
}

/** The id stands in each link once more: a digit that was changed on the way is found by that. */
function demandLinks(fields: Fields, jobId: string): void {
  const links = fields['links'] as Fields | undefined
  if (!`${links?.['self']}`.endsWith(`/${jobId}`) || !`${links?.['events']}`.endsWith(`/${jobId}/events`))
    throw new TypeError('damaged links')
}

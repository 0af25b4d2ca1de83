import type { Context } from 'hono'
import { Refusal } from '../http/refusal.ts'

const JOB_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The job id in the path. @throws Refusal not_found for what was never one: it goes no further, to Redis least of all */
export function jobIdOf(c: Context): string {
  const jobId = c.req.param('jobId') ?? ''
  if (!JOB_ID.test(jobId)) throw unknownRegistration()
  return jobId
}

export const unknownRegistration = () => new Refusal('not_found', 'No such registration, or its outcome has expired.')

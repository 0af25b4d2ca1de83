import type { Context } from 'hono'
import { refuse } from './refuse.ts'

const REGISTER = '/register'

/** The routes of the gateway, besides those that every service has. */
export const ROUTES = {
  register: REGISTER,
  registration: `${REGISTER}/:jobId`,
  events: `${REGISTER}/:jobId/events`,
  /** Below the others, so that a proxy that passes on nothing else passes these on too. */
  asset: `${REGISTER}/assets/:file`,
}

/** Where clients find a registration. */
export const linksOf = (jobId: string) => ({ self: `${REGISTER}/${jobId}`, events: `${REGISTER}/${jobId}/events` })

export const assetPath = (file: string) => `${REGISTER}/assets/${file}`

/** A random UUID (RFC 9562, version 4), as the gateway makes them. */
const JOB_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/**
 * The job id in the path, as we write it: some clients write UUIDs in capitals. Undefined where there is none, or
 * something that never was one.
 */
export function jobIdIn(c: Context): string | undefined {
  const jobId = (c.req.param('jobId') ?? '').toLowerCase()
  return JOB_ID.test(jobId) ? jobId : undefined
}

/** The same. @throws Refusal not_found for what never was one: it goes no further, to Redis least of all */
export function demandJobId(c: Context): string {
  const jobId = jobIdIn(c)
  if (!jobId) throw unknownRegistration()
  return jobId
}

export const unknownRegistration = () =>
  refuse('not_found', 'There is no registration with this id, or its outcome has expired.')

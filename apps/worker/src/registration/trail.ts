import { RegistrationJob } from '@registrar/shared/contract/registration-job'

const Trail = RegistrationJob.pick({ requestId: true, traceparent: true })

/** What links the log lines about a job to its request; empty for a job that cannot be read. */
export const trailOf = (data: unknown) => Trail.safeParse(data).data ?? {}

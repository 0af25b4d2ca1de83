import { RegistrationJob } from '@registrar/shared/contract/registration-job'

const Trail = RegistrationJob.pick({ requestId: true, traceparent: true })

/** By what the request that made a job is found again, for every log line about the job: of one that can be read, at least. */
export const trailOf = (data: unknown) => Trail.safeParse(data).data ?? {}

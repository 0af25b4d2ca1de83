import type { Outcome } from '@registrar/shared/contract/outcome'
import { eventOf } from '@registrar/shared/contract/outcome-event'
import { RegistrationJob } from '@registrar/shared/contract/registration-job'
import type { Logger } from '@registrar/shared/process/logger'
import type { Delivery } from '@registrar/shared/queue/delivery'
import { registrationTaken } from '@registrar/shared/telemetry/observations'
import type { UserStore } from '@registrar/users/user-store'
import type { InsertGroups } from './insert-groups.ts'
import type { OutcomePublisher } from './outcome-publisher.ts'
import { type AcceptedRegistration, type RegisterUserDeps, registerUser } from './register-user.ts'
import { RegistrationFailure } from './registration-failure.ts'
import type { StoreAvailability } from './store-availability.ts'
import { trailOf } from './trail.ts'

/** A job that has taken this many workers with it is not given to a fourth. */
const MAX_CRASHES = 3

export type ProcessJobDeps = Omit<RegisterUserDeps, 'insert'> & {
  store: Pick<UserStore, 'find'>
  groups: InsertGroups
  availability: Pick<StoreAvailability, 'persist' | 'whenAvailable'>
  outcomes: OutcomePublisher
  log: Logger
}

/**
 * Takes one delivery to its end: the outcome written and announced, after which the job may go. Safe to repeat at
 * any point, by any worker, even by two at once.
 * @throws RegistrationFailure, SealError: it failed for good; AbortError: this process shuts down
 */
export async function processJob(deps: ProcessJobDeps, delivery: Delivery): Promise<void> {
  const { availability, outcomes, log } = deps
  const { jobId, attempt, crashes } = delivery
  registrationTaken.publish(delivery)
  outcomes.announce(jobId).catch(() => {}) // that it is being worked on; readers poll anyway
  if (attempt > 1 && (await outcomes.isWritten(jobId))) return outcomes.announce(jobId)

  const registration = parse(delivery)
  await availability.whenAvailable() // before hashing, so that no hash is computed in vain
  const outcome =
    crashes >= MAX_CRASHES
      ? await settleByStore(deps, registration)
      : await registerUser({ ...deps, insert: deps.groups.insert }, registration)
  await outcomes.write(outcome, eventOf(jobId, registration.username, outcome, registration.traceparent))
  log.info({ jobId, ...trailOf(delivery.data), status: outcome.status }, 'registration ended')
}

/** The worker may have died after the insert: whether the registration came true, the store alone knows. */
async function settleByStore(
  { availability, store }: ProcessJobDeps,
  registration: AcceptedRegistration,
): Promise<Outcome> {
  const { userId, createdAt } = registration
  const user = await availability.persist(() => store.find(userId))
  if (!user) throw new RegistrationFailure('crashed_its_workers')
  return {
    status: 'completed',
    userId,
    createdAt: createdAt.toISOString(),
    finishedAt: user.createdAt.toISOString(),
  }
}

function parse({ jobId, data, createdAt }: Delivery): AcceptedRegistration & RegistrationJob {
  const job = RegistrationJob.safeParse(data)
  if (job.success) return { jobId, createdAt, ...job.data }
  const version = (data as { version?: unknown } | null)?.version
  throw new RegistrationFailure(version === 1 ? 'job_malformed' : 'job_of_another_release')
}

// Everything that can be observed in Registrar's processes. Listeners: the metrics, in ./metrics.
import type { OutcomeEvent } from '../contract/outcome-event.ts'
import { observation } from './observation.ts'

/** A request was answered; neither a long poll nor an event stream, which take as long as a registration takes. */
export const requestAnswered = observation<{
  method: string
  /** As in the table of routes, such as `/register/:jobId`; undefined where none matched. */
  route: string | undefined
  status: number
  seconds: number
}>('request-answered')

/** A request was refused with a problem of this code. */
export const requestRefused = observation<{ code: string }>('request-refused')

export const WAITER_KINDS = ['long_poll', 'events'] as const
/** A client began (1) or ceased (-1) to wait for a registration to change. */
export const waitersChanged = observation<{ kind: (typeof WAITER_KINDS)[number]; by: 1 | -1 }>('waiters-changed')

/** A registration was accepted, for the first time: not an answer that was given before. */
export const registrationAccepted = observation<void>('registration-accepted')

/** A worker has taken a registration from the queue. */
export const registrationTaken = observation<{ createdAt: Date /** 1 for the first delivery. */; attempt: number }>(
  'registration-taken',
)

/** A registration has ended, and its event has just been written. */
export const registrationEnded = observation<OutcomeEvent>('registration-ended')

/** One call of the hasher; the same object when it begins and when it ends. It may wait for a thread in between. */
type HashCall = object
export const hashBegun = observation<HashCall>('hash-begun')
export const hashEnded = observation<HashCall>('hash-ended')

export const STORE_RESULTS = ['ok', 'unavailable', 'error'] as const
/** The user store has answered, or has not. */
export const storeAnswered = observation<{
  /** The method of `UserStore`. */
  operation: string
  result: (typeof STORE_RESULTS)[number]
  seconds: number
}>('store-answered')

export const RECOVERIES = ['stalled_job', 'repeated_delivery', 'given_back', 'store_outage', 'redis_outage'] as const
export type Recovery = (typeof RECOVERIES)[number]
/** A fault was recovered from automatically. */
export const recovered = observation<{ kind: Exclude<Recovery, 'repeated_delivery' | 'store_outage'> }>('recovered')

/** A password was verified, or could not be. */
export const verificationEnded = observation<{
  /** `verified`, `not_verified`, `account_disabled`, or the code of the refusal. */
  result: string
  seconds: number
}>('verification-ended')

export const WEBHOOK_RESULTS = ['delivered', 'bad_status', 'gone', 'blocked', 'no_answer'] as const
/** One attempt to deliver an event to an endpoint has ended. */
export const webhookAttempted = observation<{ endpoint: string; result: (typeof WEBHOOK_RESULTS)[number] }>(
  'webhook-attempted',
)

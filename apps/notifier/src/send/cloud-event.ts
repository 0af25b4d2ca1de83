import type { OutcomeEvent } from '@registrar/shared/contract/outcome-event'

/** The media type of a CloudEvent in structured mode (CloudEvents 1.0, JSON format, section 3). */
export const CLOUD_EVENT = 'application/cloudevents+json'

/** The body that a receiver gets: a CloudEvent 1.0 as JSON. `source` says which Registrar it comes from. */
export function cloudEvent({ eventId, type, ...registration }: OutcomeEvent, source: string): string {
  const { jobId, username, createdAt, finishedAt } = registration
  return JSON.stringify({
    specversion: '1.0',
    id: eventId,
    source,
    type,
    subject: jobId,
    time: finishedAt,
    datacontenttype: 'application/json',
    data: {
      jobId,
      status: type.slice('registration.'.length),
      username,
      userId: 'userId' in registration ? registration.userId : undefined,
      reason: 'reason' in registration ? registration.reason : undefined,
      createdAt,
      finishedAt,
    },
  })
}

/** What `npm run webhooks -- test` sends: of a type of its own, about no registration. */
export const testEvent = (id: string, source: string, time: Date): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type: 'registrar.test',
    time: time.toISOString(),
    datacontenttype: 'application/json',
    data: {},
  })

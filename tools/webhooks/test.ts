import { randomUUID } from 'node:crypto'
import { NotifierConfig } from '../../apps/notifier/src/config.ts'
import { testEvent } from '../../apps/notifier/src/send/cloud-event.ts'
import { demandBlocking } from '../../apps/notifier/src/send/demand-blocking.ts'
import { post } from '../../apps/notifier/src/send/post.ts'
import { openTarget } from '../../apps/notifier/src/send/target.ts'
import { type Command, endpointNamed, settings } from './operator.ts'

/** `webhooks test`: posts one event of type `registrar.test` from here, once. */
export const test: Command = async ({ endpointId, isJson }) => {
  const endpoint = endpointNamed(endpointId)
  const { EVENT_SOURCE } = settings({ EVENT_SOURCE: NotifierConfig.shape.EVENT_SOURCE })
  await demandBlocking()
  const target = openTarget(endpoint, 1)
  const id = `test-${randomUUID()}`
  const { isDelivered, answer } = await post(target, { id, body: testEvent(id, EVENT_SOURCE, new Date()) })
  await target.agent.destroy()
  if (isJson) console.log(JSON.stringify({ id: endpoint.id, eventId: id, isDelivered, answer }))
  else
    console.log(isDelivered ? `${endpoint.id} accepted it: ${answer}.` : `${endpoint.id} did not accept it: ${answer}.`)
  return isDelivered ? 0 : 1
}

import { randomUUID } from 'node:crypto'
import { NotifierConfig } from '../../apps/notifier/src/config.ts'
import { blockedAddresses } from '../../apps/notifier/src/send/blocked-addresses.ts'
import { testEvent } from '../../apps/notifier/src/send/cloud-event.ts'
import { demandBlocking } from '../../apps/notifier/src/send/demand-blocking.ts'
import { createEndpointAgent } from '../../apps/notifier/src/send/endpoint-agent.ts'
import { post } from '../../apps/notifier/src/send/post.ts'
import { type Command, endpointNamed, settings } from './operator.ts'

/** `webhooks test`: posts one event of type `registrar.test` from here, once. */
export const test: Command = async ({ endpointId, isJson }) => {
  const endpoint = endpointNamed(endpointId)
  const { EVENT_SOURCE } = settings({ EVENT_SOURCE: NotifierConfig.shape.EVENT_SOURCE })
  await demandBlocking()
  const agent = createEndpointAgent({
    connections: 1,
    blocked: endpoint.allowPrivateAddresses ? undefined : blockedAddresses(),
  })
  const id = `test-${randomUUID()}`
  const { isDelivered, answer } = await post(endpoint, { id, body: testEvent(id, EVENT_SOURCE, new Date()) }, agent)
  await agent.destroy()
  if (isJson) console.log(JSON.stringify({ id: endpoint.id, eventId: id, isDelivered, answer }))
  else
    console.log(isDelivered ? `${endpoint.id} accepted it: ${answer}.` : `${endpoint.id} did not accept it: ${answer}.`)
  return isDelivered ? 0 : 1
}

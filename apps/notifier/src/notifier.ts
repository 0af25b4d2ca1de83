import { randomUUID } from 'node:crypto'
import { growingPauses } from '@registrar/shared/process/growing-pauses'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { Endpoint } from './endpoints/endpoint.ts'
import { type ServeEndpointDeps, serveEndpoint } from './serve-endpoint.ts'
import { makeGroups } from './stream/consumer-groups.ts'

export type NotifierDeps = Omit<ServeEndpointDeps, 'consumer' | 'onGroupMissing'> & {
  endpoints: Endpoint[]
  /** When the file of endpoints was last changed: what happened before is not for an endpoint that is new in it. */
  endpointsSince: Date
}

/** Reads the outcome stream and brings each event to each endpoint that wants it. Several notifiers share the work. */
export async function createNotifier(deps: NotifierDeps): Promise<AsyncDisposable> {
  const { redis, keys, endpoints, endpointsSince, shutdown } = deps
  const endpointIds = endpoints.map(({ id }) => id)
  const placeGroups = () => makeGroups(redis, keys, endpointIds, endpointsSince)
  for await (const _ of growingPauses(shutdown))
    try {
      await placeGroups()
      break
    } catch (error) {
      deps.log.warn({ reason: explainRedisFault(error) }, 'cannot open the outcome stream yet')
    }

  const consumer = randomUUID()
  const served = endpoints.map((endpoint) =>
    serveEndpoint({ ...deps, consumer, onGroupMissing: placeGroups }, endpoint),
  )
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(served.map((endpoint) => endpoint[Symbol.asyncDispose]()))
    },
  }
}

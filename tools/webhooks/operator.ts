import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { ConfigurationError, parseEnvironment } from '@registrar/shared/process/environment'
import { redisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { NotifierConfig } from '../../apps/notifier/src/config.ts'
import { openDeliveryQueue } from '../../apps/notifier/src/deliver/delivery-queue.ts'
import { openEndpointRecord } from '../../apps/notifier/src/deliver/endpoint-record.ts'
import type { Endpoint } from '../../apps/notifier/src/endpoints/endpoint.ts'
import { readEndpoints } from '../../apps/notifier/src/endpoints/read-endpoints.ts'

export const keys = redisKeys(QUEUE_NAME)

/** What one command was given. */
type Arguments = {
  /** What follows the name of the command. */
  endpointId: string | undefined
  since: string | undefined
  isDryRun: boolean
  /** Prints one JSON document instead of sentences. */
  isJson: boolean
}

/** One of `npm run webhooks`. Resolves to the exit code. */
export type Command = (given: Arguments) => Promise<number>

/** The endpoints of WEBHOOKS_FILE. @throws ConfigurationError */
export function endpointsOfFile(): Endpoint[] {
  const { WEBHOOKS_FILE } = parseEnvironment(NotifierConfig.pick({ WEBHOOKS_FILE: true }), process.env)
  return readEndpoints(WEBHOOKS_FILE)
}

/** The endpoint that the operator names. @throws ConfigurationError when there is none */
export function endpointNamed(id: string | undefined): Endpoint {
  const endpoints = endpointsOfFile()
  const endpoint = endpoints.find((candidate) => candidate.id === id)
  if (endpoint) return endpoint
  const known = endpoints.map((candidate) => candidate.id).join(', ') || 'none'
  throw new ConfigurationError(
    id ? `Unknown endpoint "${id}"; known endpoints: ${known}.` : `Name an endpoint; known endpoints: ${known}.`,
  )
}

/** The notifier's variables, as far as a command that sends or writes events needs them. */
export const settings = <S extends z.ZodRawShape>(shape: S) => parseEnvironment(z.object(shape), process.env)

/** What Redis has of one endpoint; `close` before the connection. */
export function openEndpoint(redis: Redis, endpointId: string) {
  const { OUTCOME_STREAM_SECONDS } = settings({ OUTCOME_STREAM_SECONDS: NotifierConfig.shape.OUTCOME_STREAM_SECONDS })
  const queue = openDeliveryQueue(redis, keys.deliveries(endpointId), OUTCOME_STREAM_SECONDS)
  return {
    queue,
    record: openEndpointRecord(redis, keys, endpointId),
    [Symbol.asyncDispose]: () => queue.close(),
  }
}

import { resumeEndpoint } from '../../apps/notifier/src/deliver/parked-endpoint.ts'
import { connectToRunning } from '../redis/connect-to-running.ts'
import { type Command, endpointNamed, openEndpoint } from './operator.ts'

/** `webhooks resume`: as if the endpoint had never failed. What waits follows, and what was given up is tried again. */
export const resume: Command = async ({ endpointId, isDryRun, isJson }) => {
  const { id } = endpointNamed(endpointId)
  const redis = await connectToRunning(process.env)
  try {
    await using endpoint = openEndpoint(redis, id)
    const { waiting, delayed, failed } = await endpoint.queue.counts()
    const events = waiting! + delayed! + failed!
    const wasParked = (await endpoint.record.read()).parkedSince !== undefined
    if (isJson) console.log(JSON.stringify({ id, wasParked, events, isDryRun }))
    else console.log(`${id} ${wasParked ? 'is parked' : 'is working'}; ${events} events in its queue are retried now.`)
    if (!isDryRun) await resumeEndpoint(endpoint)
    return 0
  } finally {
    redis.disconnect()
  }
}

import { ConfigurationError } from '@registrar/shared/process/environment'
import { wants } from '../../apps/notifier/src/endpoints/endpoint.ts'
import { groupOf } from '../../apps/notifier/src/stream/consumer-groups.ts'
import { progressLine } from '../progress-line.ts'
import { connectToRunning } from '../redis/connect-to-running.ts'
import { type Command, endpointNamed, keys, openEndpoint } from './operator.ts'
import { sinceOf } from './since.ts'
import { endOfStream, fieldOf, pages, positionOf } from './stream-position.ts'

/**
 * `webhooks replay`: sets the endpoint back in the stream, so that everything from `since` on is delivered again, under the
 * same ids, at the pace at which the endpoint takes it.
 */
export const replay: Command = async ({ endpointId, since: given, isDryRun, isJson }) => {
  const target = endpointNamed(endpointId)
  const since = sinceOf(given)
  const redis = await connectToRunning(process.env)
  try {
    const position = await positionOf(redis, target.id)
    if (!position) throw new ConfigurationError(`No notifier has served ${target.id} yet; start one, then replay.`)
    const { added, lastId } = await endOfStream(redis)
    let entries = 0
    let events = 0
    {
      using progress = progressLine({ total: await redis.xlen(keys.outcomes) })
      for await (const page of pages(redis, `${since.getTime()}`, lastId)) {
        entries += page.length
        events += page.filter((entry) => wants(target, fieldOf(entry, 'type') ?? '')).length
        progress.add(page.length)
      }
    }
    if (isJson) console.log(JSON.stringify({ id: target.id, since: since.toISOString(), events, isDryRun }))
    else console.log(`${events} events since ${since.toISOString()} will be delivered to ${target.id} again.`)
    if (isDryRun || entries === 0) return 0
    await using endpoint = openEndpoint(redis, target.id)
    // Back only: what it has not come to yet must not be passed over.
    if (isBefore(since, position.lastRead)) {
      const start = `${Math.max(since.getTime() - 1, 0)}-18446744073709551615`
      await redis.call('XGROUP', 'SETID', keys.outcomes, groupOf(target.id), start, 'ENTRIESREAD', added - entries)
    }
    await endpoint.queue.retryGivenUp()
    return 0
  } finally {
    redis.disconnect()
  }
}

const isBefore = (moment: Date, entryId: string) => moment.getTime() <= Number.parseInt(entryId, 10)

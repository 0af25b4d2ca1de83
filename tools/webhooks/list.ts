import type { Redis } from 'ioredis'
import type { Endpoint } from '../../apps/notifier/src/endpoints/endpoint.ts'
import { connectToRunning } from '../redis/connect-to-running.ts'
import { type Command, endpointsOfFile, openEndpoint } from './operator.ts'
import { pages, positionOf } from './stream-position.ts'

/** `webhooks list`: the state of deliveries to each endpoint. */
export const list: Command = async ({ isJson }) => {
  const endpoints = endpointsOfFile()
  const redis = await connectToRunning(process.env)
  try {
    const standings = []
    for (const endpoint of endpoints) standings.push(await standingOf(redis, endpoint))
    if (isJson) console.log(JSON.stringify(standings, null, 2))
    else if (standings.length === 0) console.log('There is no endpoint in WEBHOOKS_FILE.')
    else console.log(standings.map(lineOf).join('\n'))
    return 0
  } finally {
    redis.disconnect()
  }
}

type Standing = Awaited<ReturnType<typeof standingOf>>

async function standingOf(redis: Redis, { id, url }: Endpoint) {
  await using endpoint = openEndpoint(redis, id)
  const record = await endpoint.record.read()
  const counts = await endpoint.queue.counts()
  const oldest = await endpoint.queue.oldest()
  const { origin, pathname } = new URL(url)
  return {
    id,
    state: record.parkedSince ? 'parked' : 'working',
    url: `${origin}${pathname}`,
    ...(record.parkedSince && { parkedBecause: record.parkedBecause, parkedSince: timeOf(record.parkedSince) }),
    ...(record.parkedBecause === 'failing' && { nextProbeAt: timeOf(record.probeAt) }),
    /** For their first attempt, in the stream or in the queue. */
    waiting: counts['waiting']! + counts['active']! + (await unread(redis, id)),
    /** For another attempt. */
    retrying: counts['delayed']!,
    givenUp: counts['failed']!,
    dropped: record.dropped,
    oldestWaitingSince: oldest?.since.toISOString(),
    lastAnswer: record.lastAnswer,
    lastAnswerAt: timeOf(record.lastAnswerAt),
  }
}

/** Entries of the stream that the endpoint has not come to. Redis knows, or they are counted. */
async function unread(redis: Redis, endpointId: string): Promise<number> {
  const position = await positionOf(redis, endpointId)
  if (!position) return 0
  if (position.lag !== null) return position.lag
  let count = 0
  for await (const page of pages(redis, `(${position.lastRead}`, '+')) count += page.length
  return count
}

const timeOf = (moment: number | undefined) => (moment === undefined ? undefined : new Date(moment).toISOString())

function lineOf(standing: Standing): string {
  const { id, state, parkedBecause, parkedSince, waiting, retrying, givenUp, dropped } = standing
  return [
    id.padEnd(16),
    state,
    standing.url,
    `${waiting} waiting`,
    retrying > 0 && `${retrying} to be tried again`,
    givenUp > 0 && `${givenUp} given up`,
    dropped > 0 && `${dropped} dropped by age`,
    standing.oldestWaitingSince && `oldest of ${standing.oldestWaitingSince}`,
    standing.lastAnswer && `last answer ${standing.lastAnswer} at ${standing.lastAnswerAt}`,
    parkedSince && `parked since ${parkedSince} (${parkedBecause === 'gone' ? '410 Gone' : 'five failures in a row'})`,
  ]
    .filter(Boolean)
    .join('  ')
}

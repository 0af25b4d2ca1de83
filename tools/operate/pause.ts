import { count } from '../format.ts'
import { type Command, keys } from './operator.ts'

/**
 * `operate pause`: workers finish what is in flight and take nothing more, even across restarts, until `operate resume`.
 * Waiting jobs stay in the queue, and gateways keep accepting up to MAX_BACKLOG.
 */
export const pause: Command = async ({ redis, queue }, { isJson }) => {
  await queue.pause()
  const [waiting, active] = [await redis.llen(keys.wait), await redis.llen(keys.active)]
  if (isJson) console.log(JSON.stringify({ paused: true, waiting, active }))
  else
    console.log(
      `Paused: workers take no more registrations (${count(waiting)} waiting, ${count(active)} in flight). ` +
        'New ones are still accepted. To continue: npm run operate -- resume',
    )
  return 0
}

/** `operate resume`: workers take registrations again, at once. */
export const resume: Command = async ({ redis, queue }, { isJson }) => {
  const wasPaused = await queue.isPaused()
  await queue.resume()
  const waiting = await redis.llen(keys.wait)
  if (isJson) console.log(JSON.stringify({ paused: false, waiting }))
  else console.log(`${wasPaused ? 'Resumed' : 'Not paused'}: ${count(waiting)} waiting.`)
  return 0
}

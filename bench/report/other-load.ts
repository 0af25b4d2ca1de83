import { setTimeout as delay } from 'node:timers/promises'
import { busyShare } from '../stage/rate.ts'
import { digits } from './format.ts'

/** Above the background work of an idle machine. */
const NOTICEABLE = 0.1

/** A sentence on how busy the machine is before anything is measured; undefined when it is idle. */
export async function describeOtherLoad(): Promise<string | undefined> {
  const { share } = await busyShare(() => delay(1_000))
  if (share < NOTICEABLE) return undefined
  return `Other programs used ${digits(share * 100)} % of the cores: these figures are unreliable.`
}

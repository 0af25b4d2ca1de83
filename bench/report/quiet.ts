import { setTimeout as delay } from 'node:timers/promises'
import { busyShare } from '../stage/rate.ts'
import { digits } from './words.ts'

/** More than what a machine does for itself. */
const MUCH = 0.1

/** How much of the cores is taken before anything is measured, in words, if it is more than a little. */
export async function complaintAboutOthers(): Promise<string | undefined> {
  const { share } = await busyShare(() => delay(1_000))
  if (share < MUCH) return undefined
  return `Something else takes ${digits(share * 100)} % of the cores: these figures say little.`
}

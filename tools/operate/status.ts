import { setTimeout as delay } from 'node:timers/promises'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { GatewayConfig } from '../../apps/gateway/src/config.ts'
import { redrawn } from '../redrawn.ts'
import type { Command } from './operator.ts'
import { readStatus } from './read-status.ts'
import { createRates, screenOf } from './status-screen.ts'

const EVERY_MS = 1_000

/** `operate status`: one screen, or one JSON document; with `--watch` again every second, until Ctrl-C. */
export const status: Command = async (operator, { isWatching, isJson }) => {
  const { MAX_BACKLOG } = parseEnvironment(GatewayConfig.pick({ MAX_BACKLOG: true }), process.env)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const screen = redrawn(process.stdout)
  const rates = createRates()
  do {
    const { everAdded, ...current } = await readStatus(operator, MAX_BACKLOG)
    if (isJson) console.log(JSON.stringify(current, null, isWatching ? 0 : 2))
    else screen.draw(await screenOf(operator, current, rates.add(current, everAdded)))
    if (isWatching) await delay(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {})
  } while (isWatching && !stopping.signal.aborted)
  return 0
}

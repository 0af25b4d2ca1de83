import type { Row } from './panel.ts'
import { gateways } from './rows/gateways.ts'
import { hashingAndStoring } from './rows/hashing-and-storing.ts'
import { loginsAndWebhooks } from './rows/logins-and-webhooks.ts'
import { processes } from './rows/processes.ts'
import { queue } from './rows/queue.ts'
import { served } from './rows/served.ts'

/** The dashboard on one page, from what people notice down to why. */
export const ROWS: Row[] = [served, queue, gateways, hashingAndStoring, loginsAndWebhooks, processes]

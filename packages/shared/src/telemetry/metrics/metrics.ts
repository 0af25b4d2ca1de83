import type { Registry } from 'prom-client'

/**
 * Adds metrics to the page of a process and has them follow what is observed. Those that are read when the page is asked
 * for return what reads them: it must end by itself within a second, whatever is unavailable, and must not reject.
 */
export type Metrics = (registry: Registry) => (() => Promise<void>) | void

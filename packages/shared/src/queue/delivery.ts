/** One delivery of a job, without the queue that delivers it. Each job is delivered at least once. */
export type Delivery = {
  jobId: string
  /** What was added to the queue, as it is: nobody has checked it. */
  data: unknown
  createdAt: Date
  /** 1 for the first. */
  attempt: number
  /** How many of its workers died over it, or hung for longer than its lock. */
  crashes: number
  /** How often it has failed before and was put back by an operator. */
  failures: number
}

/** Thrown while a job is processed: it goes back to the queue and is delivered again after `delayMs`. */
export class RetryLater extends Error {
  override name = 'RetryLater'
  readonly delayMs: number

  constructor(delayMs: number) {
    super(`again in ${delayMs} ms`)
    this.delayMs = delayMs
  }
}

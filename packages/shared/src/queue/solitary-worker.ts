import { type Job, Worker } from 'bullmq'

/** Another job is processed alone, or waits for it. */
export class NotAloneError extends Error {
  override name = 'NotAloneError'
}

/**
 * A worker of BullMQ that can process one job with no other taken: if this process crashes over it, no other
 * job was in flight.
 */
export class SolitaryWorker extends Worker<unknown> {
  /** Jobs that were taken and have not ended, whether they have begun or not. */
  readonly #taken = new Set<Job>()
  /** The most jobs in flight at the same time, while none is processed alone. */
  #most = this.concurrency
  /** How many times Redis is being asked for a job. */
  #asking = 0
  #alone: PromiseWithResolvers<void> | undefined
  #onChange = () => {}

  /** The jobs that this process has and that have not ended. */
  get taken(): Job[] {
    return [...this.#taken]
  }

  /** Takes up to so many jobs at the same time from now on. */
  takeUpTo(jobs: number): void {
    this.#most = jobs
    if (!this.#alone) this.concurrency = jobs
  }

  /**
   * Runs `work`, which processes a job that was taken, as soon as that job is the only one: the others are finished
   * first, and none is taken meanwhile. @throws NotAloneError at once when another job was first
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#alone) throw new NotAloneError('another job is processed alone')
    const ended = Promise.withResolvers<void>()
    this.#alone = ended
    this.concurrency = 1
    try {
      while (this.#asking > 0 || this.#taken.size > 1)
        await new Promise<void>((resolve) => {
          this.#onChange = resolve
        })
      return await work()
    } finally {
      this.#alone = undefined
      this.concurrency = this.#most
      ended.resolve()
    }
  }

  /** Asks for a job. BullMQ checked `concurrency` before it began to wait, so it may have to be held back here. */
  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    while (this.#alone) await this.#alone.promise
    if (this.closing || this.paused) return undefined as unknown as Job // in BullMQ's terms: nothing was taken
    this.#asking++
    try {
      return await super.moveToActive(token, name)
    } finally {
      this.#asking--
      this.#onChange()
    }
  }

  /** Every job that is taken passes through here, including one that is fetched as another ends. */
  protected override async nextJobFromJobData(...taken: Parameters<Worker['nextJobFromJobData']>): Promise<Job> {
    const job = await super.nextJobFromJobData(...taken)
    if (job) this.#taken.add(job)
    return job
  }

  override async processJob(job: Job, ...rest: [token: string, fetchNextCallback?: () => boolean]) {
    try {
      return await super.processJob(job, ...rest)
    } finally {
      this.#taken.delete(job)
      this.#onChange()
    }
  }
}

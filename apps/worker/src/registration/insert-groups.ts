import type { InsertResult, NewUser, UserStore } from '@registrar/users/user-store'

/** The longest that a hashed password waits for others. Whenever groups form, the queue itself takes many times as long. */
const MAX_WAIT_MS = 100

type Waiting = { user: NewUser; done: PromiseWithResolvers<InsertResult> }

type Options = {
  insertMany: UserStore['insertMany']
  /**
   * How many registrations keep this process busy: with no more than these yet to be hashed or to be ended, the group is
   * inserted. Without a line no more are in flight, so every registration is then inserted at once.
   */
  busyWith: number
}

/**
 * Inserts users together, in one commit to the store: their outcomes are then written together too, and their jobs end
 * together, each with one sync of a disk for all. Who is in a group follows from how many jobs the process has taken.
 */
export type InsertGroups = {
  /** Runs `work`, during which one registration is in flight here. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Inserts a user, with others when there are any. Rejects as `insertMany` does. */
  insert(user: NewUser): Promise<InsertResult>
}

export function createInsertGroups({ insertMany, busyWith }: Options): InsertGroups {
  let inFlight = 0
  let group: Waiting[] = []
  let overdue: NodeJS.Timeout | undefined

  const insertGroup = async () => {
    clearTimeout(overdue)
    const members = group
    group = []
    try {
      const results = await insertMany(members.map(({ user }) => user))
      for (const [n, { done }] of members.entries()) done.resolve(results[n]!)
    } catch (error) {
      if (members.length === 1) return members[0]!.done.reject(error)
      // One member's fault must not fail the others.
      for (const { user, done } of members) insertMany([user]).then(([result]) => done.resolve(result!), done.reject)
    }
  }
  const insertIfComplete = () => {
    if (group.length > 0 && inFlight - group.length <= busyWith) void insertGroup()
  }

  return {
    async during(work) {
      inFlight++
      try {
        return await work()
      } finally {
        inFlight--
        insertIfComplete()
      }
    },
    insert(user) {
      const done = Promise.withResolvers<InsertResult>()
      if (group.push({ user, done }) === 1) overdue = setTimeout(insertGroup, MAX_WAIT_MS)
      insertIfComplete()
      return done.promise
    },
  }
}

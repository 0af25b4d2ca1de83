/** Redis keeps everybody else waiting while it carries out a command, and SQLite this process. */
const MOST_AT_ONCE = 200

/**
 * Runs `run` once for everything that is asked in one turn of the event loop, for 200 items at most, and gives each caller
 * its own result; results come in the order of the items. When many ask at once, a command to Redis or to a user store
 * costs several times as much as what it does. What `run` throws is thrown to each.
 */
export function gatherPerTurn<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; result: PromiseWithResolvers<Result> }[] = []

  const runAll = async () => {
    const turn = waiting
    if (turn.length === 0) return
    waiting = []
    try {
      const results = await run(turn.map(({ item }) => item))
      for (const [n, { result }] of turn.entries()) result.resolve(results[n]!)
    } catch (error) {
      for (const { result } of turn) result.reject(error)
    }
  }

  return (item) => {
    const result = Promise.withResolvers<Result>()
    const count = waiting.push({ item, result })
    if (count === 1) setImmediate(runAll)
    if (count === MOST_AT_ONCE) void runAll()
    return result.promise
  }
}

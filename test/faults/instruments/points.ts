import { setTimeout as delay } from 'node:timers/promises'

/**
 * Where a process under test can be made to stand still, for good or until it is told, die, wait (its event loop
 * blocked or not) or err.
 */
export type Point =
  | 'job taken'
  | 'hash done'
  | 'group to be inserted'
  | 'group inserted'
  | 'user inserted'
  | 'outcome written'
  | 'failure written'
  | 'entry read'
  | 'event queued'
  | 'entry acknowledged'
  | 'attempt to be made'
  | 'attempt made'
  | 'job to be added'
  | 'job added'

const { STOP_AT, HOLD_AT, DIE_AT, LINGER_AT, LINGER_MS, LINGER_BLOCKING, THROW_AT, REJECT_AT, FAIL_AT } = process.env

const goOn = HOLD_AT && new Promise((resolve) => process.once('message', resolve))

/** Marks a point. Holding means: alive, locks renewed, until the test lets it go on. Standing still means: alive, locks renewed, never going on; the test then kills it. */
export async function reach(point: Point): Promise<void> {
  if (point === DIE_AT) process.kill(process.pid, 'SIGKILL')
  if (point === HOLD_AT) {
    process.send?.({ reached: point })
    await goOn
  }
  if (point === LINGER_AT) {
    process.send?.({ reached: point })
    if (LINGER_BLOCKING) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(LINGER_MS))
    else await delay(Number(LINGER_MS))
  }
  if (point === THROW_AT) setTimeout(() => fail(point), 0)
  if (point === FAIL_AT) fail(point)
  if (point === REJECT_AT) void Promise.resolve().then(() => fail(point))
  if (point !== STOP_AT) return
  process.send?.({ reached: point })
  await new Promise(() => {})
}

/** An error that nobody foresaw, with a secret on each line of its message; one of them looks like a frame. */
function fail(point: Point): never {
  throw new TypeError(
    `at ${point}: secret-in-a-message\n    at secret-in-a-message (/a/file.ts:1:2)\nsecret-in-a-message`,
  )
}

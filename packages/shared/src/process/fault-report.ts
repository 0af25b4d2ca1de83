/** What may be logged of an error: what kind it is and where it happened. */
export type FaultReport = {
  /** The name of the error, or the type of a thrown value that is none. */
  fault: string
  /** The frames of its stack, without the message above them. */
  frames?: string[]
}

/**
 * Reports an error without its message: a message may quote its input, a password for instance, and may run over
 * several lines of the stack. What is thrown may be anything.
 */
export function faultReport(error: unknown): FaultReport {
  if (!(error instanceof Error)) return { fault: typeof error }
  return { fault: error.name, frames: framesOf(error) }
}

function framesOf({ message, stack = '' }: Error): string[] {
  // The stack repeats the message as it was when the error was made, and a line of that may look like a frame.
  const at = stack.indexOf(message)
  const belowMessage = at < 0 ? stack : stack.slice(at + message.length)
  return belowMessage
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map((line) => line.trim())
}

/** V8's own form: `    at name (file:line:column)`, the same without a name, or a place without a file. */
const FRAME = /^ {4}at .*(?::\d+:\d+|<anonymous>|index \d+)\)?$/

import { createInterface } from 'node:readline/promises'
import { ConfigurationError } from '@registrar/shared/process/environment'

/**
 * Asks at the terminal; anything but y or yes, Ctrl-C and the end of the input too, is a no. stdout stays free for the result.
 * @throws ConfigurationError naming `option` when there is no terminal, and so nobody to ask
 */
export async function confirm(question: string, option: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new ConfigurationError(`Cannot ask for confirmation (the input is not a terminal); add ${option} to proceed.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const answer = await Promise.race([terminal.question(`${question} [y/N] `), closed])
  terminal.close()
  const isYes = /^y(es)?$/i.test(answer.trim())
  if (!isYes) console.error('Nothing was changed.')
  return isYes
}

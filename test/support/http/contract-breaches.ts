const breaches: string[] = []

/** Notes an answer that breaks the contract: the test that has received it fails at its end. */
export const noteBreach = (breach: string): void => void breaches.push(breach)

/** @throws Error that lists all answers since the last call that broke the contract */
export function demandContract(): void {
  const found = breaches.splice(0)
  if (found.length > 0) throw new Error(`answers break the contract:\n${found.join('\n')}`)
}

/** What any process may need, whatever it does: where programs are, and what Node and its libraries read themselves. */
const COMMON = [
  /^(PATH|HOME|TZ|TMPDIR|LANG|LC_.*|TERM|COLORTERM|NO_COLOR|FORCE_COLOR)$/,
  /^(NODE|UV)_/,
  /^(LD|DYLD)_(LIBRARY_PATH|PRELOAD)$/,
  /^SSL_CERT_(FILE|DIR)$/,
  /^(https?|all|no)_proxy$/i,
]

/**
 * Those of `variables` that `names` has, or that any process may need. A process gets nothing else: what one of them
 * is trusted with (the store's password, say) must not be found in the environment of another.
 */
export function environmentOf(names: (string | RegExp)[], variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const patterns = [...COMMON, ...names]
  const isWanted = (name: string) =>
    patterns.some((pattern) => (typeof pattern === 'string' ? pattern === name : pattern.test(name)))
  return Object.fromEntries(Object.entries(variables).filter(([name]) => isWanted(name)))
}

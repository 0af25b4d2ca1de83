import { registerHooks } from 'node:module'

/**
 * Puts the module of each entry's URL in the place of the real one whose path ends in its key, for all but the
 * instruments themselves, which wrap the real ones. A process that says it is ready before each of them was loaded
 * stops with a sentence: a file that was moved would otherwise leave a test that measures or breaks nothing.
 */
export function replaceModules(replacements: Map<string, URL>): void {
  const missing = new Set(replacements.keys())
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const path = replacements.keys().find((ending) => resolved.url.endsWith(`/${ending}`))
      if (!path || context.parentURL?.includes('/instruments/')) return resolved
      missing.delete(path)
      return { ...resolved, url: replacements.get(path)!.href }
    },
  })

  const send = process.send?.bind(process)
  if (!send) return
  process.send = ((...message: Parameters<typeof send>) => {
    if (missing.size > 0 && (message[0] as { ready?: true }).ready) {
      process.stderr.write(`Instruments that were never inserted: ${[...missing].join(', ')}\n`)
      process.exit(1)
    }
    return send(...message)
  }) as typeof send
}

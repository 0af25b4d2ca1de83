// Loaded by `node --import` before the real main.ts of a worker: puts the modules here that BENCH_INSTRUMENTS names in
// the place of the real ones, so that a worker tells when it does what, or hashes at a fixed cost. In benches alone.
import { registerHooks } from 'node:module'

const INSTRUMENTS: Record<string, RegExp> = {
  'waiting-hasher': /\/apps\/worker\/src\/password-hasher\.ts$/,
  'telling-start': /\/apps\/worker\/src\/process-job\.ts$/,
  'telling-outcome': /\/apps\/worker\/src\/outcome-publisher\.ts$/,
}
const wanted = (process.env['BENCH_INSTRUMENTS'] ?? '').split(',')

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const name = wanted.find((instrument) => INSTRUMENTS[instrument]?.test(resolved.url))
    if (!name || context.parentURL?.includes('/instruments/')) return resolved
    return { ...resolved, url: new URL(`./${name}.ts`, import.meta.url).href }
  },
})

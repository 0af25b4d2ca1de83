// Loaded by `node --import` before the real main.ts of a worker: puts the modules here that BENCH_INSTRUMENTS names in
// the place of the real ones, so that a worker reports when it does what, or hashes at a fixed cost. In benches alone.
import { replaceModules } from '../../../test/support/instruments/replace-modules.ts'

const INSTRUMENTS: Record<string, string> = {
  'waiting-hasher': 'packages/users/src/hashing/password-hasher.ts',
  'telling-start': 'apps/worker/src/registration/process-job.ts',
  'telling-outcome': 'apps/worker/src/registration/outcome-publisher.ts',
}
const wanted = (process.env['BENCH_INSTRUMENTS'] ?? '').split(',').filter(Boolean)

replaceModules(new Map(wanted.map((name) => [INSTRUMENTS[name] ?? name, new URL(`./${name}.ts`, import.meta.url)])))

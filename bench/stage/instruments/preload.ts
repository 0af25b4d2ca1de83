// Loaded by `node --import` before the real main.ts of a worker: puts the modules here that BENCH_INSTRUMENTS names in
// the place of the real ones, so that a worker reports its progress, or hashes at a fixed cost. In benches only.
import { replaceModules } from '../../../test/support/instruments/replace-modules.ts'

const INSTRUMENTS: Record<string, string> = {
  'sleeping-hasher': 'packages/users/src/hashing/password-hasher.ts',
  'report-start': 'apps/worker/src/registration/process-job.ts',
  'without-stream': 'packages/shared/src/redis/outcome-stream.ts',
  'report-outcome': 'apps/worker/src/registration/outcome-publisher.ts',
}
const wanted = (process.env['BENCH_INSTRUMENTS'] ?? '').split(',').filter(Boolean)

replaceModules(new Map(wanted.map((name) => [INSTRUMENTS[name] ?? name, new URL(`./${name}.ts`, import.meta.url)])))

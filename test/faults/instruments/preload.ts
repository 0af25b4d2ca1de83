// Loaded by `node --import` before the real main.ts of a worker, a gateway or a notifier, in tests alone: puts instrumented
// modules in the place of a few real ones, so that the process stops, dies or reports at a chosen point.
import { replaceModules } from '../../support/instruments/replace-modules.ts'

const INSTRUMENTED: Record<string, string[]> = {
  notifier: ['apps/notifier/src/stream/stream-reader.ts', 'apps/notifier/src/send/post.ts'],
  gateway: ['apps/gateway/src/register/registration-queue.ts'],
  worker: [
    'apps/worker/src/registration/outcome-publisher.ts',
    'packages/users/src/hashing/password-hasher.ts',
    'packages/users/src/stores/open-user-store.ts',
  ],
}
const [, app = ''] = /apps\/(\w+)\/main\.ts$/.exec(process.argv[1] ?? '') ?? []
const instrumentOf = (file: string) => new URL(`./${file.split('/').at(-1)}`, import.meta.url)

replaceModules(new Map((INSTRUMENTED[app] ?? []).map((file) => [file, instrumentOf(file)])))

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ownChild } from './children.ts'

export type ServiceProcess = AsyncDisposable & {
  child: ChildProcess
  /** Where it listens, once it is ready. */
  url: string
  /** Everything it has written so far, logs and complaints. */
  output(): string
  /** How many hashes it has begun; only an instrumented worker tells. */
  hashes(): number
  /** Resolves when an instrumented process has come to the point that it was told to mark. */
  reached: Promise<void>
  /** Ends with the exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>
}

type Message = { ready?: true; url?: string; reached?: string; hashing?: true }
type Variables = Record<string, string>

const INSTRUMENTS = ['--import', './test/faults/instruments/preload.ts']

export const startGateway = (variables: Variables) => start('apps/gateway/main.ts', { PORT: '0', ...variables })
export const startWorker = (variables: Variables) =>
  start('apps/worker/main.ts', { WORKER_CONCURRENCY: '1', ...variables })

export const startNotifier = (variables: Variables) => start('apps/notifier/main.ts', variables)

/** The real thing with test points in it: see test/faults/instruments. */
export const startInstrumentedGateway = (variables: Variables) =>
  start('apps/gateway/main.ts', { PORT: '0', ...variables }, INSTRUMENTS)
export const startInstrumentedWorker = (variables: Variables) =>
  start('apps/worker/main.ts', { WORKER_CONCURRENCY: '1', ...variables }, INSTRUMENTS)
export const startInstrumentedNotifier = (variables: Variables) =>
  start('apps/notifier/main.ts', variables, INSTRUMENTS)

/** Nothing of this process's environment but what makes a start possible, and fast. */
const { PATH, NODE_COMPILE_CACHE } = process.env
const inherited = { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) }

/** A real gateway or worker on its own, with nothing of this process's environment but `variables`; ready to work. */
async function start(file: string, variables: Variables, nodeOptions: string[] = []): Promise<ServiceProcess> {
  const child = ownChild(
    spawn(process.execPath, [...nodeOptions, file], {
      env: { ...inherited, ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    }),
  )
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exited = once(child, 'close').then(([code, signal]) => signal ?? code)
  let hashes = 0
  const reached = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<string>()
  child.on('message', (message: Message) => {
    if (message.hashing) hashes++
    if (message.reached) reached.resolve()
    if (message.ready) ready.resolve(message.url ?? '')
  })
  exited.then((how) => ready.reject(new Error(`${file} ended with ${how} before it was ready:\n${output}`)))
  return {
    child,
    url: await ready.promise,
    output: () => output,
    hashes: () => hashes,
    reached: reached.promise,
    exited,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
    },
  }
}

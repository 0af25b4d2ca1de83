import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { PROCESSES, type ProcessKind } from '../../../tools/start/processes.ts'
import { logLines } from '../strict-json.ts'
import { ownChild } from './children.ts'

export type ServiceProcess = AsyncDisposable & {
  child: ChildProcess
  /** Where it listens, once it is ready. */
  url: string
  /** Where its page of metrics is, with METRICS_PORT. */
  metricsUrl: string
  /** Everything it has written so far, logs and errors. */
  output(): string
  /** How many hashes it has begun; only an instrumented worker reports it. */
  hashes(): number
  /** Resolves when an instrumented process has reached the point that it was to mark. */
  reached: Promise<void>
  /** Lets an instrumented process go on from where it is held, and never be held again. */
  goOn(): void
  /** Ends with the exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>
}

type Message = { ready?: true; url?: string; metricsUrl?: string; reached?: string; hashing?: true }
type Variables = Record<string, string>

const INSTRUMENTS = ['--import', './test/faults/instruments/preload.ts']

/** Read by test/faults/instruments/points.ts. */
const POINT_VARIABLES = [
  ...['STOP_AT', 'HOLD_AT', 'DIE_AT', 'LINGER_AT', 'LINGER_MS', 'LINGER_BLOCKING'],
  ...['THROW_AT', 'REJECT_AT', 'FAIL_AT'],
]

/** Read by libfaketime, which sets the clock of one process. */
const CLOCK_VARIABLES = ['FAKETIME_TIMESTAMP_FILE', 'FAKETIME_NO_CACHE', 'FAKETIME_DONT_FAKE_MONOTONIC']

export const startGateway = (variables: Variables) => start(PROCESSES.gateway, { PORT: '0', ...variables })
export const startWorker = (variables: Variables) => start(PROCESSES.worker, variables)
export const startDirectory = (variables: Variables) =>
  start(PROCESSES.directory, { DIRECTORY_PORT: '0', ...variables })
export const startNotifier = (variables: Variables) => start(PROCESSES.notifier, variables)

/** The real thing with test points in it: see test/faults/instruments. */
export const startInstrumentedGateway = (variables: Variables) =>
  start(PROCESSES.gateway, { PORT: '0', ...variables }, INSTRUMENTS)
export const startInstrumentedWorker = (variables: Variables) => start(PROCESSES.worker, variables, INSTRUMENTS)
export const startInstrumentedNotifier = (variables: Variables) => start(PROCESSES.notifier, variables, INSTRUMENTS)

/** Nothing of this process's environment but what makes a start possible, and fast. */
const { PATH, NODE_COMPILE_CACHE } = process.env
const inherited = { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) }

/**
 * A real process on its own, ready to work. Of `variables` it is given those of its own configuration, as under
 * `npm start`, and an instrumented one also those that choose its test points.
 */
async function start(kind: ProcessKind, variables: Variables, nodeOptions: string[] = []): Promise<ServiceProcess> {
  const points = nodeOptions.length > 0 ? POINT_VARIABLES : []
  const child = ownChild(
    spawn(process.execPath, [...nodeOptions, kind.file], {
      env: kind.environment({ ...inherited, ...variables }, [...CLOCK_VARIABLES, ...points]),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    }),
  )
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exited = once(child, 'close').then(([code, signal]) => signal ?? code)
  let hashes = 0
  const reached = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<Message>()
  child.on('message', (message: Message) => {
    if (message.hashing) hashes++
    if (message.reached) reached.resolve()
    if (message.ready) ready.resolve(message)
  })
  exited.then((how) => ready.reject(new Error(`${kind.file} ended with ${how} before it was ready:\n${output}`)))
  const { url = '', metricsUrl = '' } = await ready.promise
  return {
    child,
    url,
    metricsUrl,
    output: () => output,
    hashes: () => hashes,
    reached: reached.promise,
    goOn: () => void child.send('go on'),
    exited,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
      logLines(output) // a line that a strict reader of JSON refuses fails the test
    },
  }
}

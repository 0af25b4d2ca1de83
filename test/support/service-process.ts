import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export type ServiceProcess = AsyncDisposable & {
  child: ChildProcess
  /** Where it listens, once it is ready. */
  url: string
  /** Everything it has written so far, logs and complaints. */
  output(): string
  /** Ends with the exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>
}

/** A real gateway or worker, on its own, with nothing of this process's environment but `variables`. */
function startService(file: string, variables: Record<string, string>): ServiceProcess & { ready: Promise<void> } {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const exited = once(child, 'exit').then(([code, signal]) => signal ?? code)
  const service = {
    child,
    url: '',
    output: () => output,
    exited,
    ready: new Promise<void>((resolve, reject) => {
      child.once('message', (message: { url?: string }) => {
        service.url = message.url ?? ''
        resolve()
      })
      exited.then((how) => reject(new Error(`${file} ended with ${how} before it was ready:\n${output}`)))
    }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited
    },
  }
  service.ready.catch(() => {}) // a test that expects no start looks at `exited`
  return service
}

export const startGateway = async (variables: Record<string, string>) =>
  ready(startService('apps/gateway/main.ts', { PORT: '0', ...variables }))

export const startWorker = async (variables: Record<string, string>) =>
  ready(startService('apps/worker/main.ts', { WORKER_CONCURRENCY: '1', ...variables }))

async function ready<S extends ServiceProcess & { ready: Promise<void> }>(service: S): Promise<S> {
  await service.ready
  return service
}

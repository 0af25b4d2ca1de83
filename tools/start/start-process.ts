import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import type { ProcessKind } from './processes.ts'
import { createStderrRelay } from './relay-stderr.ts'
import { type SupervisedChild, type Supervision, supervise } from './supervise.ts'

type StartOptions = Supervision & {
  name: string
  variables: Record<string, string | undefined>
  /** Inherited and never used: the process at its other end notices when this one has exited. */
  lifeline?: Writable | undefined
  /** Called each time such a process has started to work, with the address of its page of metrics, if it has one. */
  onMetricsUrl(url: string | undefined): void
}

/** Starts one process of Registrar under supervision. It logs to the stdout of this process. */
export function startProcess(
  kind: ProcessKind,
  { variables, lifeline, onMetricsUrl, ...supervision }: StartOptions,
): SupervisedChild {
  const stderr = createStderrRelay()
  const stdio: StdioOptions = ['ignore', 'inherit', 'pipe', 'ipc', ...(lifeline ? [lifeline] : [])]
  return supervise({
    ...supervision,
    spawn() {
      const child = spawn(process.execPath, [kind.file], { stdio, env: kind.environment(variables) })
      stderr.relay(child)
      void readyMessageOf(child).then(({ metricsUrl }) => onMetricsUrl(metricsUrl))
      return child
    },
    async untilReady(child) {
      const { url } = await readyMessageOf(child)
      stderr.release()
      return url
    },
    explainExit: stderr.held,
  })
}

const readyMessageOf = (child: ChildProcess) =>
  new Promise<{ url?: string; metricsUrl?: string }>((resolve) => {
    child.once('message', resolve)
  })

import { eventually } from './eventually.ts'
import type { ServiceProcess } from './processes/service-process.ts'

/** Makes Node open its inspector on a free port, for `heapBytes`. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

/** What a process that was started INSPECTED holds in its heap once its garbage is collected. */
export async function heapBytes(process: ServiceProcess): Promise<number> {
  const address = /Debugger listening on (ws:\S+)/.exec(process.output())![1]!
  const socket = new WebSocket(address)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const answers = new Map<number, Record<string, number>>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data))
    answers.set(id, result)
  })
  let id = 0
  const call = async (method: string) => {
    const own = ++id
    socket.send(JSON.stringify({ id: own, method }))
    return eventually(method, () => answers.get(own))
  }
  try {
    await call('HeapProfiler.collectGarbage')
    await call('HeapProfiler.collectGarbage') // the first one only lets go of what finalizers hold
    return (await call('Runtime.getHeapUsage'))['usedSize']!
  } finally {
    socket.close()
  }
}

import { readdirSync, readFileSync } from 'node:fs'

/** CPU time in ms of each thread of a process since it started, by its name. Only Linux reports it: elsewhere empty. */
export function threadTimes(pid: number): { thread: string; ms: number }[] {
  if (process.platform !== 'linux') return []
  return readdirSync(`/proc/${pid}/task`).map((id) => {
    const file = (name: string) => readFileSync(`/proc/${pid}/task/${id}/${name}`, 'utf8')
    return { thread: file('comm').trim(), ms: Number(file('schedstat').split(' ')[0]) / 1e6 }
  })
}

/** CPU time in ms of all threads that a process has now. */
export const cpuMs = (pid: number): number => threadTimes(pid).reduce((sum, { ms }) => sum + ms, 0)

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** `folder` is the working directory: that of a Redis is where its files are. */
export type Process = { pid: number; parent: number; command: string; folder: string }

/** The living processes of this machine that `pick` picks, from Linux's /proc; one that has ended and only waits to be buried is none. */
export function processes(pick: (process: Process) => boolean): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const status = readFileSync(`/proc/${pid}/status`, 'utf8')
        if (/^State:\s+Z/m.test(status)) return []
        const parent = Number(/^PPid:\s+(\d+)/m.exec(status)![1])
        return [{ pid: Number(pid), parent, command, folder: readlinkSync(`/proc/${pid}/cwd`) }]
      } catch {
        return [] // it has ended meanwhile
      }
    })
    .filter(pick)
}

/** `pid` and all that descend from it. */
export function familyOf(pid: number): Process[] {
  const all = processes(() => true)
  const family = all.filter((process) => process.pid === pid)
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid))
  return family
}

import { readdirSync, readFileSync } from 'node:fs'

type Process = { pid: number; parent: number; command: string }

/** The processes of this machine that `pick` picks, from Linux's /proc. */
export function processes(pick: (process: Process) => boolean): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])
        return [{ pid: Number(pid), parent, command }]
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

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ownChild } from '../support/processes/children.ts'

/** When it is told to, fills some 200 MB of heap and is busy for a second, and needs none of it afterwards. */
const PROGRAM = `
  import { releaseIdleMemory } from '@registrar/shared/process/release-idle-memory'
  releaseIdleMemory()
  process.on('message', () => {
    const before = process.cpuUsage()
    globalThis.kept = Array.from({ length: 2_000_000 }, (_, n) => ({ n: [n] }))
    while (process.cpuUsage(before).user < 1_000_000);
    globalThis.kept = undefined
    process.send('filled')
  })
  process.send('started')
`

it.concurrent.each([
  ['that was busy', 11_000],
  ['that was busy from its start', 0],
])('a process %s gives its memory back to the system once it is idle', async (_what, restMs) => {
  const child = ownChild(
    spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
  const residentMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1_024
  await once(child, 'message')
  const startedAt = performance.now()
  await eventually('it has looked at itself at rest', () => performance.now() - startedAt > restMs)
  const atRestMb = residentMb()
  child.send('fill')
  await once(child, 'message')
  const filledMb = residentMb()
  expect(filledMb).toBeGreaterThan(2 * atRestMb)
  await eventually('it is small again', () => residentMb() < filledMb / 2)
  child.kill()
  await once(child, 'exit')
})

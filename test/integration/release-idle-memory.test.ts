import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ownChild } from '../support/children.ts'
import { eventually } from '../support/eventually.ts'

/** Fills some 200 MB of heap for 2 s when it is told to, and needs none of it afterwards. */
const PROGRAM = `
  import { releaseIdleMemory } from '@registrar/shared/process/release-idle-memory'
  releaseIdleMemory()
  process.on('message', () => {
    const startedAt = performance.now()
    do globalThis.kept = Array.from({ length: 2_000_000 }, (_, n) => ({ n: [n] }))
    while (performance.now() - startedAt < 2_000)
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
  expect(residentMb()).toBeGreaterThan(2 * atRestMb)
  await eventually('it is small again', () => residentMb() < 1.3 * atRestMb)
  child.kill()
  await once(child, 'exit')
})

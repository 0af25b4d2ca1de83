import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, outcomeOf, PASSWORD } from '../support/http/client.ts'
import { type NpmStart, npmStart } from '../support/processes/npm-start.ts'
import { familyOf, processes } from '../support/processes/process-tree.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const alive = (pid: number) => processes((process) => process.pid === pid).length > 0
const gatewaysOf = ({ child }: NpmStart) =>
  familyOf(child.pid!).flatMap(({ command, pid }) => (command.includes('apps/gateway/main.ts') ? pid : []))
const timesSaid = (registrar: NpmStart, what: string) => registrar.output().split(`"msg":"${what}`).length - 1

/** Registers over a connection of its own, so that the kernel chooses the gateway anew. */
function registerApart(url: string, username: string, headers = {}): Promise<{ status: number; jobId: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; jobId: string }>()
  const body = JSON.stringify({ username, password: PASSWORD })
  const all = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers }
  request(`${url}/register`, { method: 'POST', agent: false, headers: all }, async (response) => {
    resolve({ ...JSON.parse(await text(response)), status: response.statusCode! })
  })
    .on('error', reject)
    .end(body)
  return promise
}

describe('GATEWAYS=2', () => {
  it('two processes answer on one port; when one is killed the other keeps answering until there are two again', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, GATEWAYS: '2', RATE_LIMIT_PER_MINUTE: '0' })
    const url = await registrar.running()
    expect(registrar.output()).toContain('1 worker, 1 directory, 2 gateways.')
    const [first, second] = gatewaysOf(registrar)
    const fiftyAnswers = async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => registerApart(url, `name-${n}`)))
      return answers.filter(({ status }) => status === 202).length
    }

    for (const [deaths, victim] of [first!, second!].entries()) {
      process.kill(victim, 'SIGKILL') // the second time only the first one's successor can answer
      // A zombie's threads may hold its socket a moment longer: the supervisor knows when all of it is gone.
      await eventually('its exit is noticed', () => timesSaid(registrar, 'exited; restarting') === deaths + 1)
      expect(await fiftyAnswers()).toBe(50)
      await eventually('two listen again', () => timesSaid(registrar, 'listening') === deaths + 4) // the directory too has said it
    }
    expect(await outcomeOf(url, await accepted(url, 'ada'))).toMatchObject({ status: 'completed' })

    const family = familyOf(registrar.child.pid!).map(({ pid }) => pid)
    registrar.child.kill('SIGTERM')
    expect(await registrar.exited).toBe(0)
    await eventually('all of them have ended', () => family.every((pid) => !alive(pid)))
  })

  it('an Idempotency-Key means one registration, whichever gateway gets the request', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, GATEWAYS: '2', RATE_LIMIT_PER_MINUTE: '0' })
    const url = await registrar.running()
    const headers = { 'idempotency-key': '"the-same-key"' }
    const answers = await Promise.all(Array.from({ length: 50 }, () => registerApart(url, 'ada', headers)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    const [jobId, ...others] = new Set(answers.map((answer) => answer.jobId))
    expect(others).toEqual([])
    expect(await outcomeOf(url, jobId!)).toMatchObject({ status: 'completed' })
  })

  it('a second npm start cannot share the port of the first', async () => {
    using folder = temporaryFolder()
    using otherFolder = temporaryFolder()
    await using first = npmStart({ DATA_DIR: folder.path, GATEWAYS: '2' })
    const { port } = new URL(await first.running())
    await using second = npmStart({ DATA_DIR: otherFolder.path, GATEWAYS: '2', PORT: port })
    expect(await second.exited).toBe(1)
    expect(second.output()).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use; stop what listens there`, 'm'))
  })
})

import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { register } from '../../support/http/client.ts'
import { openEvents } from '../../support/http/event-streams.ts'
import { freshName, freshPassword } from '../../support/names.ts'
import { createRequests, type Requests } from './requests.ts'

/** More than two workers hash, so that registrations wait, and with them the long polls and streams that follow them. */
const SIGN_UPS_A_SECOND = 200
/** Above this, connections would wait in the kernel, where the server cannot see them. */
const MOST_SIGN_UPS_IN_FLIGHT = 50
const LONG_POLLS = 30
const EVENT_STREAMS = 10

/** What load balancers, browsers and broken clients have sent over a connection when they fall silent. */
const SILENT_CONNECTIONS = [
  '',
  'POST /regi',
  'POST /register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n',
  'POST /register HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{"username":',
  'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n', // answered, and then kept open
]
const OF_EACH = 5

export type Clients = {
  /** Every request that expects an answer. */
  requests: Requests
  /** Sends nothing more, and resolves when everything that was under way has ended. */
  stop(): Promise<void>
}

/**
 * Everything at once that can hold up a stop: sign-ups without a pause, long polls and event streams for registrations
 * that wait, silent connections, and a browser with a form and a registration open. Adds the job ids of what is accepted
 * to `accepted`.
 */
export async function startClients(url: string, browser: Browser | undefined, accepted: string[]): Promise<Clients> {
  const requests = createRequests()
  const signUp = () =>
    requests.track('sign-up', async () => {
      const response = await register(url, { username: freshName(), password: freshPassword() })
      const { jobId } = (await response.json()) as { jobId?: string }
      if (jobId) accepted.push(jobId)
      return response.status
    })
  if (!(await signUp())) throw new Error(`nothing answers at ${url}`)
  const newest = () => `${url}/register/${accepted.at(-1)}`

  let isStopped = false // somebody else may soon listen on that port
  const underWay: Promise<unknown>[] = []
  const arrivals = async () => {
    let inFlight = 0
    for (; !isStopped; await delay(1_000 / SIGN_UPS_A_SECOND)) {
      if (inFlight === MOST_SIGN_UPS_IN_FLIGHT) continue
      inFlight++
      underWay.push(signUp().then(() => inFlight--))
    }
  }
  const poll = () => requests.track('long poll', async () => (await fetch(`${newest()}?wait=30`)).text())
  const stream = () =>
    requests.track('event stream', async () => {
      const { ended } = await openEvents(url, accepted.at(-1)!)
      return ended
    })
  const again = async (ask: () => Promise<unknown>) => {
    while (!isStopped && (await ask()) !== undefined);
  }

  for (const text of SILENT_CONNECTIONS) for (let n = 0; n < OF_EACH; n++) underWay.push(silentConnection(url, text))
  const pages = browser ? await Promise.all([browser.newPage(), browser.newPage()]) : []
  await pages[0]?.goto(`${url}/register`)
  underWay.push(arrivals())
  for (let n = 0; n < LONG_POLLS; n++) underWay.push(again(poll))
  for (let n = 0; n < EVENT_STREAMS; n++) underWay.push(again(stream))
  await pages[1]?.goto(newest())
  return {
    requests,
    async stop() {
      isStopped = true
      await Promise.all(underWay)
      await Promise.all(pages.map((page) => page.close()))
    },
  }
}

/** Sends `text` and nothing more. Resolves when the server has closed the connection. */
function silentConnection(url: string, text: string): Promise<void> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {}) // a reset is a way of closing
  socket.resume().write(text)
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

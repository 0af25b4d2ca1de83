import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

export type TcpProxy = AsyncDisposable & {
  port: number
  /** Cuts every connection there is; new ones are served. */
  cut(): void
  /**
   * Swallows everything in both directions, without a sign. After `thaw` new connections work; those there were stay
   * dead, as behind a firewall that has forgotten them.
   */
  freeze(): void
  thaw(): void
  /** Holds every packet back for this long. */
  slow(ms: number): void
  /** Does to every piece of an answer what `fault` says. */
  disturb(fault: AnswerFault): void
  /** Refuses new connections and cuts those there are, until `accept`. */
  refuse(): void
  accept(): void
}

/** What becomes of a piece of an answer on its way to the client, step by step. */
export type AnswerFault = (answer: Buffer) => ({ send: Buffer } | { pauseMs: number } | { cut: true })[]

/** A link to `target` on the loopback address that can be disturbed. */
export async function startTcpProxy(target: { port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let delayMs = 0
  let refusing = false
  let frozen = false
  let faultOf: AnswerFault = (answer) => [{ send: answer }]
  const server = createServer((client) => {
    if (refusing) return client.destroy()
    const upstream = connect(target.port, '127.0.0.1')
    const cutBoth = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {}) // the other side sees the close
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      const link = from.pipe(held(() => delayMs))
      if (from === upstream)
        link
          .pipe(disturbed((answer) => faultOf(answer)))
          .on('error', cutBoth)
          .pipe(to)
      else link.pipe(to)
      if (frozen) from.pause()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }

  return {
    port: (server.address() as AddressInfo).port,
    cut,
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      frozen = false
    },
    disturb(fault) {
      faultOf = fault
    },
    slow(ms) {
      delayMs = ms
    },
    refuse() {
      refusing = true
      cut()
    },
    accept() {
      refusing = false
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Passes chunks on in their order, each as late as `delayMs` says when it comes. */
function held(delayMs: () => number): Transform {
  let passedOn: Promise<unknown> = Promise.resolve()
  return new Transform({
    transform(chunk, _encoding, done) {
      const due = delayMs() > 0 ? delay(delayMs()) : undefined
      passedOn = passedOn.then(() => due).then(() => this.push(chunk)) // never before the one ahead of it
      done()
    },
    flush(done) {
      void passedOn.then(() => done())
    },
  })
}

/** Passes each piece on as the steps of its fault say; a cut ends it with an error. */
function disturbed(faultOf: AnswerFault): Transform {
  return new Transform({
    async transform(answer, _encoding, done) {
      for (const step of faultOf(answer)) {
        if ('send' in step) this.push(step.send)
        if ('pauseMs' in step) await delay(step.pauseMs)
        if ('cut' in step) return done(new Error('cut'))
      }
      done()
    },
  })
}

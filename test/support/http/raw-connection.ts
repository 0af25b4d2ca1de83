import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type RawConnection = Disposable & {
  socket: Socket
  /** Everything that has come back so far. */
  text(): string
  /** Resolves with everything that came back, when the other side has closed; a reset is a way of closing. */
  closed: Promise<string>
}

/** A connection to where `url` listens, over which `text` is sent as it is, whether it is HTTP or not. */
export async function openRaw(url: string, text = ''): Promise<RawConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.setEncoding('utf8').on('data', (chunk) => (received += chunk))
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(received)))
  await Promise.race([once(socket, 'connect'), closed])
  socket.write(text)
  return { socket, text: () => received, closed, [Symbol.dispose]: () => void socket.destroy() }
}

/** Half a header, and half a body: what a client leaves behind that has lost its network. */
export const HALF_A_HEADER = 'POST /register HTTP/1.1\r\nHost: registrar\r\nContent-'
export const HALF_A_BODY =
  'POST /register HTTP/1.1\r\nHost: registrar\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{"username":'

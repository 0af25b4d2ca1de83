import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'

const FORM = 'application/x-www-form-urlencoded'

export type Form = { cookie: string; token: string }

type Headers = Record<string, string | undefined>

/** The form of the page, as a browser without cookies gets it, or one that has `cookie`. */
export async function takeForm(url: string, cookie?: string): Promise<Form> {
  const response = await fetch(`${url}/register`, { headers: cookie ? { cookie } : {} })
  const [set] = response.headers.getSetCookie()
  const token = /name="token" value="([^"]+)"/.exec(await response.text())![1]!
  return { cookie: cookie ?? set!.split(';')[0]!, token }
}

type Fields = Record<string, string> | string

/** Sends the form as a browser does. A `cookie` or other header of `undefined` is left out. */
export function postForm(url: string, fields: Fields, headers: Headers = {}): Promise<Response> {
  const all = { accept: 'text/html', 'content-type': FORM, ...headers }
  return fetch(`${url}/register`, {
    method: 'POST',
    redirect: 'manual',
    headers: present(all),
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
}

/** Takes a form and sends it with `fields`, given as they are or as they are encoded. */
export async function sendForm(url: string, fields: Fields, headers: Headers = {}): Promise<Response> {
  const { cookie, token } = await takeForm(url)
  const all = typeof fields === 'string' ? `token=${token}&${fields}` : { token, ...fields }
  return postForm(url, all, { cookie, ...headers })
}

/** Those that have a value. */
const present = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined))

/**
 * The same as seen by a gateway to which the browser, or the proxy before it, sends `host`: a header that fetch does not
 * let one choose. @returns the status of the answer
 */
export async function postFormTo(host: string, url: string, fields: Fields, headers: Headers = {}): Promise<number> {
  const body = new URLSearchParams(fields).toString()
  const all = { accept: 'text/html', 'content-type': FORM, 'content-length': `${body.length}`, host, ...headers }
  const sending = request(`${url}/register`, { method: 'POST', agent: false, headers: present(all) }).end(body)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode!
}

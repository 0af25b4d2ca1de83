export type Form = { cookie: string; token: string }

/** The form of the page, as a browser without cookies gets it, or one that has `cookie`. */
export async function takeForm(url: string, cookie?: string): Promise<Form> {
  const response = await fetch(`${url}/register`, { headers: cookie ? { cookie } : {} })
  const [set] = response.headers.getSetCookie()
  const token = /name="token" value="([^"]+)"/.exec(await response.text())![1]!
  return { cookie: cookie ?? set!.split(';')[0]!, token }
}

type Fields = Record<string, string> | string

/** Sends the form as a browser does. A `cookie` or other header of `undefined` is left out. */
export function postForm(
  url: string,
  fields: Fields,
  headers: Record<string, string | undefined> = {},
): Promise<Response> {
  const all = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers }
  return fetch(`${url}/register`, {
    method: 'POST',
    redirect: 'manual',
    headers: Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
}

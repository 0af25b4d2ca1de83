import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

const HTML = 'text/html'
const JSONS = ['application/json', 'application/problem+json']

/** Whether the client is a browser that shows a page: it names HTML and likes JSON no better. */
export const prefersHtml = (c: Context): boolean =>
  (c.req.header('accept')?.includes(HTML) ?? false) && preferred(c, 'application/json') === HTML

/** Whether a page is welcome: to all but those who ask for JSON. */
export const acceptsHtml = (c: Context): boolean => preferred(c, HTML) === HTML

const preferred = (c: Context, fallback: string) =>
  accepts(c, { header: 'Accept', supports: [HTML, ...JSONS], default: fallback })

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { answer } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { assetPath } from '../http/paths.ts'
import { refuse } from '../http/refuse.ts'

const SCRIPT = 'text/javascript; charset=utf-8'

/** What each file is, and the sources that it is put together from. A module stands below those that it imports. */
const FILES = {
  'page.css': {
    type: 'text/css; charset=utf-8',
    sources: ['colours', 'frame', 'form', 'registration', 'last'].map((part) => `style/${part}.css`),
  },
  'page.js': { type: SCRIPT, sources: ['browser/page.js'] },
  'form.js': { type: SCRIPT, sources: ['browser/form.js'] },
  'registration.js': { type: SCRIPT, sources: ['browser/registration.js'] },
  'icon.svg': { type: 'image/svg+xml', sources: ['icon.svg'] },
}
type FileName = keyof typeof FILES

export type Assets = {
  /** The address of a file; another content gives another address. */
  urlOf(name: FileName): string
  serve(c: Context<HttpEnv>): Promise<Response>
}

type Encoding = 'br' | 'gzip' | 'identity'
type Body = Buffer<ArrayBuffer>
type Asset = { name: FileName; file: string; body(encoding: Encoding): Promise<Body> }

const COMPRESS: Record<Encoding, (file: Body) => Promise<Body>> = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
  identity: async (file) => file,
}

/** Reads the files of the page; each is compressed once, when it is first asked for, beside whatever else runs. */
export function createAssets(): Assets {
  const assets: Asset[] = []
  const fileOf = (name: string) => assets.find((asset) => asset.name === name)!.file
  for (const name of Object.keys(FILES) as FileName[]) {
    const text = FILES[name].sources.map((source) => readFileSync(new URL(source, import.meta.url), 'utf8')).join('')
    const identity = Buffer.from(text.replace(/(?<= from '\.\/)[\w.]+(?=')/g, fileOf))
    const hash = createHash('sha256').update(identity).digest('base64url').replace(/\W/g, '').slice(0, 10)
    const bodies: Partial<Record<Encoding, Promise<Body>>> = {}
    const body = (encoding: Encoding) => {
      bodies[encoding] ??= COMPRESS[encoding](identity).catch((error) => {
        delete bodies[encoding] // the next one may succeed
        throw error
      })
      return bodies[encoding]
    }
    assets.push({ name, file: name.replace('.', `-${hash}.`), body })
  }

  return {
    urlOf: (name) => assetPath(fileOf(name)),
    async serve(c) {
      const file = c.req.param('file') ?? ''
      // While a new release is rolled out a page may come from another gateway than its files do: the nearest there is
      // then serves better than none, but is not to be kept.
      const asset = assets.find(({ name }) => name === file.replace(/-\w+(?=\.)/, ''))
      if (!asset) throw refuse('not_found', 'This file does not exist.')
      const encoding = bestEncoding(c)
      return answer(c, 200, await asset.body(encoding), {
        'content-type': FILES[asset.name].type,
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
        'cache-control': file === asset.file ? 'public, max-age=31536000, immutable' : 'no-store',
        vary: 'Accept-Encoding',
        'cross-origin-resource-policy': 'same-origin',
      })
    },
  }
}

/** The smallest of those that the client takes, in whatever order it names them. */
const bestEncoding = (c: Context) =>
  accepts(c, {
    header: 'Accept-Encoding',
    supports: ['br', 'gzip'],
    default: 'identity',
    match: (accepted, { supports, default: identity }) =>
      supports.find((encoding) => accepted.some(({ type, q }) => type === encoding && q > 0)) ?? identity,
  }) as Encoding

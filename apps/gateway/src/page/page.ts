import type { Context, Handler, MiddlewareHandler } from 'hono'
import type { HttpEnv } from '../http/http-env.ts'
import type { RegisterDeps } from '../register/register-route.ts'
import { createAssets } from './assets.ts'
import { createCsrf } from './csrf.ts'
import { formRoute } from './form-route.ts'
import { createPageRenderer, type PageRenderer } from './page-renderer.ts'
import type { PageSettings } from './page-settings.ts'
import { loadLanguages } from './strings.ts'

export type PageDeps = RegisterDeps & {
  settings: PageSettings
  /** In code points: stated on the form. */
  passwordMinLength: number
  /** The gateways' secret. */
  secret: Buffer
  /** Whether the browser came by https; by default, whether it came to us so. A proxy may know better. */
  isHttps?: ((c: Context) => boolean) | undefined
}

/** The page for a person who signs up, as the parts that the gateway mounts. */
export type Page = Pick<PageRenderer, 'refusal'> & {
  /** `GET /register` */
  form: Handler<HttpEnv>
  /** `POST /register` with a form */
  submit: Handler<HttpEnv>
  /** Before the handler of `GET /register/{jobId}`, whose answer it turns into a page for a browser. */
  dress: MiddlewareHandler<HttpEnv>
  /** `GET` of ASSET_ROUTE */
  asset: Handler<HttpEnv>
}

export async function createPage({ settings, passwordMinLength, secret, ...deps }: PageDeps): Promise<Page> {
  const { isHttps = cameByHttps } = deps
  const assets = createAssets()
  const csrf = createCsrf({ secret })
  const languages = await loadLanguages()
  const render = createPageRenderer({ settings, languages, urlOf: assets.urlOf, csrf, passwordMinLength, isHttps })
  return { ...render, submit: formRoute({ ...deps, csrf, render, isHttps }), asset: assets.serve }
}

const cameByHttps = (c: Context) => new URL(c.req.url).protocol === 'https:'

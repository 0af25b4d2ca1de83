import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Handler } from 'hono'
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
}

/** The page for a person who signs up, as the parts that the gateway mounts. */
export type Page = PageRenderer & {
  /** `POST /register` with a form */
  submit: Handler<HttpEnv>
  /** `GET` of a file of the page */
  asset: Handler<HttpEnv>
}

export async function createPage({ settings, passwordMinLength, secret, ...register }: PageDeps): Promise<Page> {
  const assets = createAssets()
  const csrf = createCsrf({ secret })
  const languages = await loadLanguages()
  const render = createPageRenderer({ settings, languages, urlOf: assets.urlOf, csrf, passwordMinLength })
  return { ...render, submit: formRoute({ ...register, csrf }), asset: assets.serve }
}

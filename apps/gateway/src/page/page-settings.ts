import { lineOfText } from '@registrar/shared/process/variables/text'
import { webUrl } from '@registrar/shared/process/variables/web-url'

/** The variables that put a company's name on the page. */
export const pageVariables = {
  PAGE_TITLE: lineOfText({ max: 60 }).default('Registrar'),
  /** Shown beside the title; the browser fetches it without telling from which page. */
  PAGE_LOGO_URL: webUrl().optional(),
  /** Where a person goes on to after success. */
  PAGE_RETURN_URL: webUrl().optional(),
}

export type PageSettings = { title: string; logoUrl?: string | undefined; returnUrl?: string | undefined }

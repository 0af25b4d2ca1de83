import { z } from 'zod'

const webUrl = () => z.url({ protocol: /^https?$/, error: 'a URL that starts with https:// or http://' })

/** The variables that put a company's name on the page. */
export const pageVariables = {
  PAGE_TITLE: z.string().trim().min(1).max(60, 'a title of at most 60 characters').default('Registrar'),
  /** Shown beside the title; the browser fetches it without telling from which page. */
  PAGE_LOGO_URL: webUrl().optional(),
  /** Where a person goes on to after success. */
  PAGE_RETURN_URL: webUrl().optional(),
}

export type PageSettings = { title: string; logoUrl?: string | undefined; returnUrl?: string | undefined }

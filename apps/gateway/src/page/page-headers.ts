import type { PageSettings } from './page-settings.ts'

/**
 * What goes out with every page. Everything comes from here, nothing is inline; only a company's logo may come from
 * its own origin. The address of a registration is a capability: it is never sent to another site, and no site may frame the page.
 */
export function pageHeaders({ logoUrl }: PageSettings): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'style-src': "'self'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'img-src': ["'self'", ...(logoUrl ? [new URL(logoUrl).origin] : [])].join(' '),
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    vary: 'Accept, Accept-Language',
  }
}

/** What Redocly's commands run with: they report to nobody, nor do the pages they write, and look for no newer version. */
export const REDOCLY_ENVIRONMENT = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }

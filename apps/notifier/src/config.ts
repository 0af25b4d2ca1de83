import { commonSettings, healthSettings, metricsSettings, streamSettings } from '@registrar/shared/process/settings'
import { z } from 'zod'

/** Everything a notifier reads from its environment. */
export const NotifierConfig = z.object({
  ...commonSettings,
  ...metricsSettings,
  ...streamSettings,
  ...healthSettings,
  /** The endpoints, with their secrets: only its owner may read it. */
  WEBHOOKS_FILE: z.string('the file of endpoints; docs/webhooks.md has an example'),
  /** Which Registrar the events come from: CloudEvents wants a URI reference. */
  EVENT_SOURCE: z
    .string()
    .regex(/^[\w\-.~:/?#[\]@!$&'()*+,;=%]{1,512}$/, 'a URI or a name without spaces')
    .default('registrar'),
})
export type NotifierConfig = z.infer<typeof NotifierConfig>

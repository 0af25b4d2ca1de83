import { BlockList } from 'node:net'
import { corsOrigins } from '@registrar/shared/http/cors-origins'
import { trustedProxies } from '@registrar/shared/http/trusted-proxies'
import { commonSettings } from '@registrar/shared/process/settings'
import { choice } from '@registrar/shared/process/variables/choice'
import { host } from '@registrar/shared/process/variables/host'
import { port, wholeNumber } from '@registrar/shared/process/variables/number'
import { webUrl } from '@registrar/shared/process/variables/web-url'
import { z } from 'zod'
import { pageVariables } from './page/page-settings.ts'

/** Everything the gateway reads from its environment. */
export const GatewayConfig = z.object({
  ...commonSettings,
  ...pageVariables,
  /** Loopback unless told otherwise: nobody is served by accident. */
  HOST: host().default('127.0.0.1'),
  /** 0 lets the system choose. */
  PORT: port().default(3000),
  /** How many gateways `npm start` runs. Above 1 each shares its port with whoever does the same. */
  GATEWAYS: wholeNumber({ min: 1, max: 256 }).default(1),
  /** What passwords are sealed with; default `keys/sealing-public.key` below DATA_DIR. */
  SEALING_PUBLIC_KEY_FILE: z.string().optional(),
  /** The key of HMACs, shared by all gateways; default `keys/gateway.secret` below DATA_DIR. */
  GATEWAY_SECRET_FILE: z.string().optional(),
  /** In code points. NIST SP 800-63B-4 asks for 15 where the password is the only factor, for 8 in no case less. */
  PASSWORD_MIN_LENGTH: wholeNumber({ min: 8, max: 64 }).default(15),
  /** One entry a line, added to the built-in ones. */
  RESERVED_USERNAMES_FILE: z.string().optional(),
  PASSWORD_BLOCKLIST_FILE: z.string().optional(),
  /** A range service (k-anonymity) that knows breached passwords; unset: none is asked. */
  PWNED_PASSWORDS_URL: webUrl().optional(),
  /** How long it may take, and whether a password that could not be checked is then accepted or refused with 503. */
  PWNED_PASSWORDS_TIMEOUT_MS: wholeNumber({ min: 50, max: 10_000 }).default(1_000),
  PWNED_PASSWORDS_WHEN_AWAY: choice('accept', 'refuse').default('accept'),
  /** Accepted and not ended registrations. 100,000 take about 100 MB of Redis, and at 80 hashes a second 20 minutes. */
  MAX_BACKLOG: wholeNumber({ min: 1, max: 100_000_000 }).default(100_000),
  /** Sign-up requests a client address; 0 turns the limit off. */
  RATE_LIMIT_PER_MINUTE: wholeNumber({ max: 1_000_000 }).default(60),
  /** Addresses or CIDR blocks, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  TRUSTED_PROXIES: trustedProxies().default(() => new BlockList()),
  /** Exact origins that may call the gateway from a browser, separated by commas. */
  CORS_ORIGINS: corsOrigins().default([]),
})
export type GatewayConfig = z.infer<typeof GatewayConfig>

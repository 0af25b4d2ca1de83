import { BlockList } from 'node:net'
import { ruleVariables } from '@registrar/rules/rule-variables'
import { corsOrigins } from '@registrar/shared/http/cors-origins'
import { trustedProxies } from '@registrar/shared/http/trusted-proxies'
import { commonSettings, metricsSettings } from '@registrar/shared/process/settings'
import { host } from '@registrar/shared/process/variables/host'
import { port, wholeNumber } from '@registrar/shared/process/variables/number'
import { z } from 'zod'
import { pageVariables } from './page/page-settings.ts'

/** Everything the gateway reads from its environment. */
export const GatewayConfig = z.object({
  ...commonSettings,
  ...metricsSettings,
  ...pageVariables,
  ...ruleVariables,
  /** Loopback by default, so that nothing is exposed by accident. */
  HOST: host().default('127.0.0.1'),
  /** 0 lets the system choose. */
  PORT: port().default(3000),
  /** How many gateways `npm start` runs. Above 1 they share one port. */
  GATEWAYS: wholeNumber({ min: 1, max: 256 }).default(1),
  /** What passwords are sealed with; default `keys/sealing-public.key` below DATA_DIR. */
  SEALING_PUBLIC_KEY_FILE: z.string().optional(),
  /** The key of HMACs, shared by all gateways; default `keys/gateway.secret` below DATA_DIR. */
  GATEWAY_SECRET_FILE: z.string().optional(),
  /** Registrations accepted and not ended. 100,000 take about 100 MB of Redis, and at 80 hashes a second 20 minutes. */
  MAX_BACKLOG: wholeNumber({ min: 1, max: 100_000_000 }).default(100_000),
  /** Sign-up requests a client address; 0 turns the limit off. */
  RATE_LIMIT_PER_MINUTE: wholeNumber({ max: 1_000_000 }).default(60),
  /** Addresses or CIDR blocks, separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  TRUSTED_PROXIES: trustedProxies().default(() => new BlockList()),
  /** Exact origins that may call the gateway from a browser, separated by commas. */
  CORS_ORIGINS: corsOrigins().default([]),
})
export type GatewayConfig = z.infer<typeof GatewayConfig>

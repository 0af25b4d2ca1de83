import { wholeNumber } from '@registrar/shared/environment'
import { commonSettings } from '@registrar/shared/settings'
import { z } from 'zod'

/** Everything the gateway reads from its environment. */
export const GatewayConfig = z.object({
  ...commonSettings,
  /** Loopback unless told otherwise: nobody is served by accident. */
  HOST: z.string().default('127.0.0.1'),
  /** 0 lets the system choose. */
  PORT: wholeNumber({ max: 65_535 }).default(3000),
  /** What passwords are sealed with; default `keys/sealing-public.key` below DATA_DIR. */
  SEALING_PUBLIC_KEY_FILE: z.string().optional(),
  /** The key of HMACs, shared by all gateways; default `keys/gateway.secret` below DATA_DIR. */
  GATEWAY_SECRET_FILE: z.string().optional(),
  /** In code points. NIST SP 800-63B-4 asks for 15 where the password is the only factor, for 8 in no case less. */
  PASSWORD_MIN_LENGTH: wholeNumber({ min: 8, max: 64 }).default(15),
})
export type GatewayConfig = z.infer<typeof GatewayConfig>

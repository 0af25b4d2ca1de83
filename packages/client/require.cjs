throw new Error(
  "@registrar/client is an ES module. Load it with import { createRegistrar } from '@registrar/client', " +
    "or in a CommonJS file with await import('@registrar/client').",
)

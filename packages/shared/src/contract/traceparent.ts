import { z } from 'zod'

/**
 * W3C Trace Context, section 3.2: version, trace id, parent id and flags, in lower-case hexadecimal. It names one trace over
 * several systems; neither id may be zero.
 */
export const Traceparent = z.string().regex(/^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/)

import type { Endpoint } from '../endpoints/endpoint.ts'
import { blockedAddresses } from './blocked-addresses.ts'
import { createEndpointAgent } from './endpoint-agent.ts'
import type { Target } from './post.ts'
import { createSigner } from './sign.ts'

/** Everything it takes to post to one endpoint, over at most so many connections at a time. `agent` must be destroyed. */
export const openTarget = ({ url, secrets, allowPrivateAddresses }: Endpoint, connections: number): Target => ({
  url,
  sign: createSigner(secrets),
  agent: createEndpointAgent({ connections, blocked: allowPrivateAddresses ? undefined : blockedAddresses() }),
})

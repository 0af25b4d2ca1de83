import type { RedisOptions } from 'ioredis'
import { StandaloneConnector } from 'ioredis/built/connectors/index.js'
import { explainRedisFault } from './explain-redis-fault.ts'

/**
 * What a server answers that is no longer a primary, or not yet: a failover may leave every connection to the old primary
 * open. UNBLOCKED ends a blocking wait at that moment. A script of Redis 6 has the code in the middle of its message.
 */
const NOT_A_PRIMARY = /\b(READONLY|MASTERDOWN|LOADING|UNBLOCKED)\b/

/** True for an error reply that makes a connection look for the primary again. */
export const isDemotion = (error: unknown): boolean => error instanceof Error && NOT_A_PRIMARY.test(error.message)

type Options = {
  /** Called with the reason, for each refusal. */
  onRefused: (reason: string) => void
  /**
   * Whether a refused command is sent again over the new connection, as one that waited there; a refused command has
   * changed nothing. Not for connections with MULTI: a command of it would come without its transaction.
   */
  resend: boolean
}

/**
 * Options for a connection that is to a primary or to nobody: one whose server was demoted is reopened, and one to a
 * replica never becomes ready. Needs permission for INFO, else only the first.
 */
export function primaryOnly({ onRefused, resend }: Options): Pick<RedisOptions, 'reconnectOnError' | 'Connector'> {
  return {
    reconnectOnError(error) {
      if (!isDemotion(error)) return false
      onRefused(explainRedisFault(error))
      return resend ? 2 : 1
    },
    Connector: class PrimaryConnector extends StandaloneConnector {
      /** ioredis calls it with what INFO says, and reopens the connection when it returns false. */
      override check({ role }: { role?: string }): boolean {
        const isPrimary = role !== 'slave'
        if (!isPrimary) onRefused(explainRedisFault(new Error('READONLY')))
        return isPrimary
      }
    } as NonNullable<RedisOptions['Connector']>,
  }
}

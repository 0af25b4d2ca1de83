import { ConfigurationError } from '../process/environment.ts'

/**
 * Whether Redis refused `error`'s SELECT because it does not have that database: there are 16 unless its `databases` says
 * otherwise, a cluster has one. Other refusals of it, such as of a login or while the file is read, may pass.
 */
export function isMissingDatabase(error: Error & { command?: { name?: string } }): boolean {
  return error.command?.name?.toLowerCase() === 'select' && error.message.startsWith('ERR ')
}

/** What stops a process whose REDIS_URL names such a database: ioredis would go on in database 0. */
export const missingDatabase = (): ConfigurationError =>
  new ConfigurationError(
    'REDIS_URL names a database that this Redis does not have; it must end in a number below the "databases" of that ' +
      'Redis (16 unless configured), or in none.',
  )

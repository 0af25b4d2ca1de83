import { ConfigurationError } from '../process/environment.ts'

/** The variables of the environment that decide where a server listens: they stand in its complaints. */
export type ListenVariables = {
  host: string
  port: string /** How many processes share the port. */
  processes?: string
}

/** Of the system for an address of another machine, and of the resolver for a name. EINVAL: a link-local one without zone. */
const NO_ADDRESS_HERE = ['EADDRNOTAVAIL', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']

/** Why nothing can listen on `host`:`port`, as a sentence with its fix. */
export function listenFault(
  { code, message }: NodeJS.ErrnoException,
  host: string,
  port: number,
  variables: ListenVariables,
): ConfigurationError {
  return new ConfigurationError(explain())

  function explain(): string {
    if (code === 'EADDRINUSE')
      return `Port ${port} on ${host} is in use; stop what listens there, or set ${variables.port} to another.`
    if (code === 'EACCES') return `Port ${port} may not be used by this user; set ${variables.port} to one above 1023.`
    if (code !== undefined && NO_ADDRESS_HERE.includes(code))
      return `${variables.host} is "${host}", which is not an address of this machine; use 127.0.0.1, or 0.0.0.0 for all.`
    if (code === 'ENOTSUP')
      return `This system cannot share one port among several processes (Linux and FreeBSD can); set ${variables.processes} to 1.`
    return `Cannot listen on ${host}:${port} (${variables.host} and ${variables.port}): ${message}`
  }
}

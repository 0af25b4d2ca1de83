import { ConfigurationError } from '@registrar/shared/process/environment'

/** Why nothing can listen on `host`:`port`, as a sentence with its mend. */
export function listenFault(error: NodeJS.ErrnoException, host: string, port: number): ConfigurationError {
  return new ConfigurationError(explain(error, host, port))
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken; stop what listens there, or set PORT to another.`
  if (code === 'EACCES') return `Port ${port} may not be used by this user; set PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is "${host}", which is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all.`
  if (code === 'ENOTSUP')
    return 'This system cannot spread one port over several gateways (Linux and FreeBSD can); set GATEWAYS to 1.'
  return `Cannot listen on ${host}:${port}: ${message}`
}

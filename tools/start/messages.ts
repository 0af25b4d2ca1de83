export const HELP = `npm start

Runs Registrar on this machine: gateways, workers, the directory of users, and a Redis of its own unless REDIS_URL
names one. Users go to the MongoDB at MONGODB_URI, else to the file registrar.db below DATA_DIR. Ctrl-C finishes what is
in flight and exits.

The variables most often set:
  PORT=3000  HOST=127.0.0.1   where the gateways listen
  DIRECTORY_PORT=<PORT + 1>   where the directory of users listens; off: none runs
  GATEWAYS=1                  gateway processes, all on that port (Linux, FreeBSD)
  WORKERS=<cores>             worker processes, each with one hash in flight
  DATA_DIR=./data             the embedded store, its Redis, the keys
  REDIS_URL, MONGODB_URI      servers of your own
  METRICS_PORT                a private page of metrics for Prometheus: docs/operations.md
  WEBHOOKS_FILE               the endpoints that a notifier posts events to: docs/webhooks.md
All of them: docs/operations.md`

type Running = {
  /** Where those that listen can be reached, by kind. */
  urls: Record<string, string | undefined>
  /** How many there are of each kind. */
  counts: Record<string, number>
  /** Undefined where `npm start` has made no key, because there were some. */
  firstKeyFile: string | undefined
}

/** Printed when everything runs. */
export const welcome = ({ urls, counts, firstKeyFile }: Running) => `
Registrar is running: ${Object.entries(counts)
  .map(([name, number]) => count(number, name))
  .join(', ')}.

  Page  ${urls['gateway']}/register
  Try   curl -i ${urls['gateway']}/register -H 'Content-Type: application/json' \\
             -d '{"username":"ada","password":"correct horse battery staple"}'
${urls['directory'] ? directory(urls['directory'], firstKeyFile) : ''}
Ctrl-C stops it; nothing that was accepted is lost.
`

const directory = (url: string, firstKeyFile: string | undefined) => `
  Directory of users, for your own back ends: ${url}
  Try   curl -i ${url}/verify -H "Authorization: Bearer ${firstKeyFile ? `$(cat '${firstKeyFile}')` : 'rk_…'}" \\
             -H 'Content-Type: application/json' \\
             -d '{"username":"ada","password":"correct horse battery staple"}'
`

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

export const HELP = `npm start

Runs Registrar on this machine: gateways, workers, and a Redis of its own unless REDIS_URL names one. Users go to the
MongoDB at MONGODB_URI, else to the file registrar.db below DATA_DIR. Ctrl-C finishes what is in flight and exits.

The variables most often set:
  PORT=3000  HOST=127.0.0.1   where the gateways listen
  GATEWAYS=1                  gateway processes, all on that port (Linux, FreeBSD)
  WORKERS=<cores>             worker processes, each with one hash in flight
  DATA_DIR=./data             the embedded store, its Redis, the keys
  REDIS_URL, MONGODB_URI      servers of your own
  WEBHOOKS_FILE               the endpoints that a notifier posts events to: docs/webhooks.md
All of them: docs/operations.md`

/** Printed when everything runs. `url` is the gateways'; `processes` says how many there are of each kind. */
export const welcome = (url: string, processes: Record<string, number>) => `
Registrar is running: ${Object.entries(processes)
  .map(([name, number]) => count(number, name))
  .join(', ')}.

  Page  ${url}/register
  Try   curl -i ${url}/register -H 'Content-Type: application/json' \\
             -d '{"username":"ada","password":"correct horse battery staple"}'

Ctrl-C stops it; nothing that was accepted is lost.
`

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

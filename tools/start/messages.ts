export const HELP = `npm start

Runs Registrar on this machine: a gateway, workers, and a Redis of its own unless REDIS_URL names one. Users go to the
MongoDB at MONGODB_URI, else to the file registrar.db below DATA_DIR. Ctrl-C finishes what is in hand and leaves.

The variables most often set:
  PORT=3000  HOST=127.0.0.1   where the gateway listens
  WORKERS=<cores>             worker processes, each with one hash in flight
  DATA_DIR=./data             the embedded store, its Redis, the keys
  REDIS_URL, MONGODB_URI      servers of your own
All of them: docs/operations.md`

/** What a person reads when everything runs. `url` is the gateway's. */
export const welcome = (url: string, workers: number) => `
Registrar is running: one gateway, ${workers} ${workers === 1 ? 'worker' : 'workers'}.

  Page  ${url}/register
  Try   curl -i ${url}/register -H 'Content-Type: application/json' \\
             -d '{"username":"ada","password":"correct horse battery staple"}'

Ctrl-C stops it; nothing that was accepted is lost.
`

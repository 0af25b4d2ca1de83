// Scripts that run inside the containers, where there is little but Node. Each prints one JSON value.

/** Prints whether `host`:`port`, its arguments, accept a TCP connection: "open", or why not. */
export const CONNECT = `
const [host, port] = process.argv.slice(1)
const socket = require('node:net').connect({ host, port })
const say = (what) => { console.log(JSON.stringify(what)); process.exit() }
socket.on('connect', () => say('open')).on('error', ({ code }) => say(code))
setTimeout(say, 3000, 'no answer')`

/** Prints the first request that is posted to port 4000 of its container, as { headers, body }; it accepts it. */
export const RECEIVE = `
const server = require('node:http').createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString()
  response.writeHead(204).end(() => {
    console.log(JSON.stringify({ headers: request.headers, body }))
    process.exit()
  })
})
server.listen(4000)`

/** Prints every file in the container that its user can read and that holds a private key. Keys are small files. */
export const FIND_PRIVATE_KEYS = `
const { readdirSync, readFileSync, statSync } = require('node:fs')
const found = []
const walk = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = folder + entry.name
    try {
      if (entry.isDirectory() && !/^[/](proc|sys|dev)$/.test(path)) walk(path + '/')
      if (!entry.isFile() || statSync(path).size > 4096) continue
      if (/registrar-sealing-private-key:[\\w-]{43}/.test(readFileSync(path, 'latin1'))) found.push(path)
    } catch {} // a dangling link, or removed since it was listed
  }
}
walk('/')
console.log(JSON.stringify(found))`

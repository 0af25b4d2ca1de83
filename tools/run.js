// The first step of every command: `node tools/run.js tools/<command>.ts`. It needs nothing but Node 20 and npm; it
// installs the workspace when that is missing, incomplete or older than the lock file, then hands over to the pinned
// Node, which runs TypeScript as it is.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinnedNode = join(root, 'node_modules/node/bin/node')
const stamp = join(root, 'node_modules/.installed-from')
const { packageManager, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** What a terminal, a process manager or a closing window sends. The commands shut down at SIGTERM. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** How often to look whether npm still runs: it says nothing when it is killed outright. */
const PARENT_CHECK_MS = 1_000

if (Number.parseInt(process.versions.node, 10) < 20) stop(`Node 20 or newer is needed; this is ${process.version}.`)
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .digest('hex')
if (!existsSync(pinnedNode) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) install()

const child = spawn(pinnedNode, process.argv.slice(2), {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  cwd: root,
  // What Node has compiled once is not compiled again: gateway and workers start a third faster and take 20 MB less.
  env: { NODE_COMPILE_CACHE: join(root, '.cache/compiled'), ...process.env },
})
for (const signal of STOP_SIGNALS) process.on(signal, () => child.kill('SIGTERM'))
if (process.env.npm_lifecycle_event) stopWith(process.ppid)
child.on('exit', (code) => process.exit(code ?? 1))
child.on('error', ({ code }) => {
  rmSync(stamp, { force: true }) // the next run installs again
  stop(`node_modules holds a Node that cannot be started here (${code}); delete node_modules and run this again.`)
})

function install() {
  console.error(
    `Installing the workspace with ${packageManager} (the first time, and when its lock file has changed) …`,
  )
  if (pnpm('install', '--frozen-lockfile') !== 0)
    stop('The installation failed: see above. Can this machine reach the package registry?')
  if (!pinnedNodeRuns()) placePinnedNode()
  writeFileSync(stamp, lock)
}

/** The package `node` is empty until its install script has run; pnpm skips it, without a word, under `ignoreScripts`. */
function placePinnedNode() {
  console.error("The pinned Node is missing: pnpm has not run that package's install script. Running this one alone …")
  pnpm('rebuild', 'node', '--config.ignore-scripts=false')
  if (pinnedNodeRuns()) return
  stop(
    `The installation has not placed Node ${devDependencies.node} at node_modules/node/bin/node, and running its install ` +
      'script did not help: see above. If ignoreScripts is set for pnpm, unset it (pnpm config delete ignoreScripts), ' +
      'delete node_modules and run this again.',
  )
}

function pinnedNodeRuns() {
  const { stdout } = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' })
  return stdout?.trim() === `v${devDependencies.node}`
}

function pnpm(...args) {
  const stdio = ['ignore', 2, 2] // stdout belongs to the command itself
  return spawnSync('npx', ['--yes', packageManager, ...args], { cwd: root, stdio }).status
}

/** Stops the child when the parent of this process, npm, is gone: killing npm is meant to stop everything. */
function stopWith(parent) {
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), PARENT_CHECK_MS).unref()
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

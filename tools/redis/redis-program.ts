import { spawnSync } from 'node:child_process'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { canInstallDebianPackages, installDebianPackages } from '../debian-packages.ts'

/** How to run a Redis here: in this system, or in a container. */
export type RedisProgram = { kind: 'command'; command: string } | { kind: 'docker'; image: string }

const HOW_TO_INSTALL =
  'No Redis was found here. Install one (macOS: brew install redis; Debian or Ubuntu: sudo apt-get install redis-server; ' +
  'Fedora: sudo dnf install valkey; Windows: run Registrar inside WSL and install it there), start Docker, or set REDIS_URL.'

/**
 * A redis-server or valkey-server on the PATH; on Debian or Ubuntu, as root, it is installed; otherwise Docker.
 * @throws ConfigurationError that says what to install
 */
export function findRedisProgram(): RedisProgram {
  const found = commandOnPath()
  if (found) return found
  if (canInstallDebianPackages()) {
    installDebianPackages('redis-server')
    const installed = commandOnPath()
    if (installed) return installed
  }
  if (works('docker', 'version', '--format', '{{.Server.Version}}')) return { kind: 'docker', image: 'redis:8-alpine' }
  throw new ConfigurationError(HOW_TO_INSTALL)
}

function commandOnPath(): RedisProgram | undefined {
  const command = ['redis-server', 'valkey-server'].find((name) => works(name, '--version'))
  return command ? { kind: 'command', command } : undefined
}

const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

import { spawnSync } from 'node:child_process'
import { ConfigurationError } from '@registrar/shared/process/environment'

/** True on Debian or Ubuntu as root, where packages can be installed without a password. */
export const canInstallDebianPackages = () =>
  process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0

/** @throws ConfigurationError when apt-get fails; it has printed why */
export function installDebianPackages(...packages: string[]): void {
  console.error(`Installing ${packages.join(' and ')} with apt-get …`)
  const install = () => aptGet('install', '--yes', '--no-install-recommends', ...packages)
  // The package lists may be missing (in containers) or old: they are fetched only when needed.
  if (install().status === 0 || (aptGet('update').status === 0 && install().status === 0)) return
  throw new ConfigurationError(`apt-get could not install ${packages.join(' and ')}; install it and run this again.`)
}

const aptGet = (...args: string[]) =>
  spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

import { spawnSync } from 'node:child_process'
import { ConfigurationError } from '@registrar/shared/process/environment'

/** True under Debian or Ubuntu as root, where a package can be installed without asking anybody. */
export const canInstallDebianPackages = () =>
  process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0

/** @throws ConfigurationError with what apt-get said last */
export function installDebianPackages(...packages: string[]): void {
  console.error(`Installing ${packages.join(' and ')} from Debian's packages …`)
  const install = () => aptGet('install', '--yes', '--no-install-recommends', ...packages)
  // The package lists may be missing (in containers) or old: they are fetched only where they are needed.
  if (install().status === 0 || (aptGet('update').status === 0 && install().status === 0)) return
  throw new ConfigurationError(`apt-get could not install ${packages.join(' and ')}; install it, then start again.`)
}

const aptGet = (...args: string[]) =>
  spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

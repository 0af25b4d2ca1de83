import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { canInstallDebianPackages, installDebianPackages } from './debian-packages.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const OUTSIDE_PATH = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/**
 * The path of a Chromium: one on the PATH, or Debian's, which is installed where that needs no confirmation. Undefined
 * when there is none.
 */
export function findBrowser(): string | undefined {
  const found = lookForBrowser()
  if (found || !canInstallDebianPackages()) return found
  try {
    installDebianPackages('chromium')
  } catch {
    return undefined
  }
  return lookForBrowser()
}

const lookForBrowser = () =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .concat(OUTSIDE_PATH)
    // Ubuntu's `chromium-browser` may be a stub that only asks for the snap.
    .find((program) => existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0)

/** Starts `program` headless, with an empty profile of its own and without background requests to its vendor. */
export const launchBrowser = (
  program: string,
  env: Record<string, string | undefined> = process.env,
  moreArgs: string[] = [],
): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    env: env as Record<string, string>,
    args: [
      '--no-sandbox', // Chromium refuses to run its sandbox as root
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...moreArgs,
    ],
  })

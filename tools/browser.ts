import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { canInstallDebianPackages, installDebianPackages } from './debian-packages.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/**
 * The program of a Chromium: one on the PATH, or Debian's, which is installed where that can be done without asking.
 * Undefined when none can be had.
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
    .concat(ELSEWHERE)
    // Ubuntu has a `chromium-browser` that only says that a snap is wanted.
    .find((program) => existsSync(program) && spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0)

/** Starts `program` without a window, with an empty profile of its own, and with nothing that would call home. */
export const launchBrowser = (
  program: string,
  env: Record<string, string | undefined> = process.env,
): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    env: env as Record<string, string>,
    args: [
      '--no-sandbox', // which Chromium cannot have where it is started by root
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

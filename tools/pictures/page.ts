import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigurationError } from '@registrar/shared/process/environment'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { STATES, type State, startStage } from '../../test/browser/support/stage.ts'
import type { TestStore } from '../../test/support/stores/store-engines.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { findBrowser, launchBrowser } from '../browser.ts'
import { canInstallDebianPackages, installDebianPackages } from '../debian-packages.ts'

const FOLDER = 'docs/pictures'

const NAMES: Partial<Record<State, string>> = {
  waiting: 'mary.somerville',
  completed: 'ada.lovelace',
  rejected: 'grace.hopper',
  failed: 'emmy.noether',
}

const DESK = { viewport: { width: 1120, height: 520 }, deviceScaleFactor: 1.5 }
const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 1.5 }

const SERIES: [name: string, options: BrowserContextOptions, states: readonly State[]][] = [
  ['light', { ...DESK, colorScheme: 'light' }, STATES],
  ['dark', { ...DESK, colorScheme: 'dark' }, STATES],
  ['phone', { ...PHONE, colorScheme: 'light' }, ['form', 'waiting', 'completed']],
]

/**
 * The page uses the fonts of the system. A server has hardly any, so the pictures are taken with two free ones that are
 * close to those of macOS, Windows and phones.
 */
const FONT_PACKAGES = ['fonts-inter', 'fonts-urw-base35']
const fontConfiguration = (cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <cachedir>${cache}</cachedir>
  <match target="pattern">
    <test qual="any" name="family"><string>system-ui</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Inter</string></edit>
  </match>
</fontconfig>
`

/** Opens every state of the page in a browser, and takes its pictures. @throws ConfigurationError without a browser */
export async function takePagePictures(): Promise<void> {
  const program = findBrowser()
  if (!program) throw new ConfigurationError('No Chromium was found; install one and run this again.')
  if (canInstallDebianPackages()) installDebianPackages(...FONT_PACKAGES)

  mkdirSync(FOLDER, { recursive: true })
  for (const [name, options, states] of SERIES) {
    using folder = temporaryFolder()
    const fonts = join(folder.path, 'fonts.conf')
    writeFileSync(fonts, fontConfiguration(folder.path))
    const store = { settings: { DATA_DIR: folder.path } } as TestStore
    await using stage = await startStage(store, { PAGE_RETURN_URL: 'https://app.example/' })
    const browser = await launchBrowser(program, { ...process.env, FONTCONFIG_FILE: fonts })
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', ...options })
    for (const state of states) {
      const page = await context.newPage()
      await stage.show(page, state, NAMES[state])
      await take(page, join(FOLDER, `${state}-${name}.webp`))
      await page.close()
    }
    await browser.close()
  }
}

/** As WebP, a third of the size of PNG, which only the protocol below Playwright offers. */
async function take(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { cssContentSize } = await session.send('Page.getLayoutMetrics')
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 82,
    captureBeyondViewport: true,
    clip: { ...cssContentSize, scale: 1 },
  })
  writeFileSync(file, Buffer.from(data, 'base64'))
  console.log(`${file}  ${Math.ceil(statSync(file).size / 1024)} KB`)
}

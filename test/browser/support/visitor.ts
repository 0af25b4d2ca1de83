import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { findBrowser, launchBrowser } from '../../../tools/browser.ts'

const program = findBrowser()

/** Tests in a real browser; the last lines of the run say so when there is none. */
export const describeInBrowser = describe.skipIf(!program)

type Visitor = AsyncDisposable & {
  page: Page
  /** The browser notes each answer of 400 and above on its console: of these statuses that is no fault. */
  expectStatus(...statuses: number[]): void
  /** The same for a server that is not there, or goes away. */
  expectLostConnections(): void
  /** The same for the one header of the page that means something on https and on loopback only. */
  expectPlainHttp(): void
}

/** English, unless told otherwise. */
type Visit = (options?: VisitOptions) => Promise<Visitor>
type VisitOptions = { [K in keyof BrowserContextOptions]: BrowserContextOptions[K] | undefined }

/** A browser for the tests of one file, started with `args`; each visitor has cookies of their own. */
export function useBrowser(args: string[] = []): Visit {
  let browser: Browser
  beforeAll(async () => {
    if (program) browser = await launchBrowser(program, process.env, args)
  })
  afterAll(() => browser?.close())
  return (options) => visit(browser, options)
}

/** Disposing throws when the browser had anything to complain of: errors, warnings, violations of the policy. */
async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en', ...options } as BrowserContextOptions)
  context.setDefaultTimeout(90_000) // as generous as the tests' own: the machine may be busy
  const page = await context.newPage()
  const complaints: string[] = []
  const expected: RegExp[] = []
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  return {
    page,
    expectStatus(...statuses) {
      for (const status of statuses) expected.push(new RegExp(`^Failed to load resource: .* status of ${status} `))
    },
    expectPlainHttp: () => void expected.push(/^The Cross-Origin-Opener-Policy header has been ignored/),
    expectLostConnections: () => void expected.push(/^Failed to load resource: net::ERR_/),
    async [Symbol.asyncDispose]() {
      await context.close()
      const unexpected = complaints.filter((complaint) => !expected.some((known) => known.test(complaint)))
      if (unexpected.length > 0) throw new Error(`The browser complained:\n${unexpected.join('\n')}`)
    },
  }
}

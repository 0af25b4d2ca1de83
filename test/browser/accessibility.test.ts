import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeEngines, type TestStore } from '../support/stores/store-engines.ts'
import { STATES, type Stage, startStage, submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const visit = useBrowser()
let store: TestStore
let stage: Stage
beforeAll(async () => {
  store = await storeEngines[0]!.create()
  stage = await startStage(store, { PAGE_RETURN_URL: 'https://app.example/' })
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

describeInBrowser('axe finds nothing to object to', () => {
  describe.each(['en', 'de'])('in %s', (locale) => {
    describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
      it.each(STATES)('on: %s', async (state) => {
        await using visitor = await visit({ locale, colorScheme, reducedMotion: 'reduce' })
        visitor.expectStatus(422)
        const { page } = visitor
        await stage.show(page, state)
        expect(await page.getAttribute('html', 'lang')).toBe(locale)
        await expectNoViolation(page)
      })
    })
  })

  it('on: the form with a notice, and an address where there is nothing', async () => {
    await using visitor = await visit()
    visitor.expectStatus(403, 404)
    const { page } = visitor
    await stage.show(page, 'form')
    await page.context().clearCookies()
    await submit(page, 'ada', 'x', '.notice:not([hidden])')
    await expectNoViolation(page)
    await page.goto(new URL('/register/00000000-0000-4000-8000-000000000000', page.url()).href)
    await expectNoViolation(page)
  })
})

async function expectNoViolation(page: Page) {
  await page.evaluate(axe) // past the policy, as an extension would come
  const { violations, passes } = (await page.evaluate('axe.run()')) as AxeResults
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  expect(passes.map(({ id }) => id)).toContain('color-contrast')
}

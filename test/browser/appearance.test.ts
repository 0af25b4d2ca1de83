import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeEngines, type TestStore } from '../support/stores/store-engines.ts'
import { STATES, type Stage, startStage } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

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

/** How far a page can be pushed sideways, in px. */
const overhang = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

const widestName = 'w'.repeat(32)

describeInBrowser('how the page looks', () => {
  describe.each(STATES)('%s', (state) => {
    it('fits into 320 px in both languages and both directions, also with text of twice the size at 640 px', async () => {
      for (const locale of ['en', 'de']) {
        await using visitor = await visit({ locale, viewport: { width: 320, height: 640 } })
        visitor.expectStatus(422)
        const { page } = visitor
        await stage.show(page, state, state === 'waiting' || state === 'failed' ? widestName : undefined)
        expect(await overhang(page)).toBe(0)
        await page.evaluate('document.documentElement.dir = "rtl"')
        expect(await overhang(page)).toBe(0)
        await page.setViewportSize({ width: 640, height: 640 })
        await page.evaluate('document.documentElement.style.fontSize = "200%"')
        expect(await overhang(page)).toBe(0)
      }
    })

    it('is dark for those who like it dark', async () => {
      const luminance = async (colorScheme: 'light' | 'dark') => {
        await using visitor = await visit({ colorScheme })
        visitor.expectStatus(422)
        await stage.show(visitor.page, state)
        const colour: string = await visitor.page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
        return Math.max(...colour.match(/\d+/g)!.map(Number))
      }
      expect(await luminance('light')).toBeGreaterThan(200)
      expect(await luminance('dark')).toBeLessThan(50)
    })
  })

  it('moves while somebody waits, but not for those who want no motion', async () => {
    const animations = async (reducedMotion: 'reduce' | 'no-preference') => {
      await using visitor = await visit({ reducedMotion })
      await stage.show(visitor.page, 'waiting')
      return await visitor.page.evaluate<number>('document.getAnimations().length')
    }
    expect(await animations('no-preference')).toBe(1)
    expect(await animations('reduce')).toBe(0)
  })

  it('prints what is to be kept, and no buttons', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await stage.show(page, 'completed')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.name').isVisible()).toBe(true)
    expect(await page.locator('.entered').isVisible()).toBe(true)
    expect(await page.locator('.button').isVisible()).toBe(false)
  })

  it.each([
    ['de-AT,en;q=0.8', 'de', 'Konto anlegen'],
    ['fr,en;q=0.5,de;q=0.7', 'de', 'Konto anlegen'],
    ['fr', 'en', 'Create your account'],
  ])('speaks the language of Accept-Language: %s', async (accepted, tag, heading) => {
    await using visitor = await visit({ locale: undefined, extraHTTPHeaders: { 'accept-language': accepted } })
    const { page } = visitor
    await stage.show(page, 'form')
    expect(await page.getAttribute('html', 'lang')).toBe(tag)
    expect(await page.locator('h1').textContent()).toBe(heading)
  })
})

describeInBrowser('the password field', () => {
  it('says how many characters are missing, counted in code points as the server counts', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await stage.show(page, 'form')
    const words = page.locator('.length .words')
    expect(await words.textContent()).toBe('15 more characters')
    await page.fill('#password', '🎈'.repeat(14))
    expect(await words.textContent()).toBe('1 more character')
    await page.fill('#password', 'e\u0301'.repeat(14)) // two code points each, until they are composed
    expect(await words.textContent()).toBe('1 more character')
    await page.fill('#password', '🎈'.repeat(15))
    expect(await words.textContent()).toBe('Long enough')
    expect(await page.locator('#live').textContent()).toBe('Long enough')
  })

  it('can be shown and hidden again, and is hidden when it is sent', async () => {
    await using visitor = await visit()
    visitor.expectStatus(422)
    const { page } = visitor
    await stage.show(page, 'form')
    const type = () => page.getAttribute('#password', 'type')
    await page.getByRole('button', { name: 'Show password' }).click()
    expect(await type()).toBe('text')
    expect(await page.locator('#live').textContent()).toBe('Your password is shown.')
    await page.getByRole('button', { name: 'Hide password' }).click()
    expect(await type()).toBe('password')
    await page.getByRole('button', { name: 'Show password' }).click()
    const field = (await page.$('#password'))!
    const sent = page.waitForRequest((request) => request.method() === 'POST')
    await page.press('#password', 'Enter')
    await sent
    expect(await field.getAttribute('type')).toBe('password')
    await page.locator('.summary').waitFor()
  })

  it('takes what is pasted, and tells password managers what it wants', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await stage.show(page, 'form')
    await page.fill('#username', 'a passphrase from elsewhere')
    await page.press('#username', 'Control+A')
    await page.press('#username', 'Control+X')
    await page.press('#password', 'Control+V')
    expect(await page.inputValue('#password')).toBe('a passphrase from elsewhere')
    expect(await page.getAttribute('#username', 'autocomplete')).toBe('username')
    expect(await page.getAttribute('#password', 'autocomplete')).toBe('new-password')
    expect(await page.getAttribute('#password', 'maxlength')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'
import { submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const visit = useBrowser()
const registrar = sharedRegistrar({ variables: { PAGE_RETURN_URL: 'https://app.example/' } })
const form = () => `${registrar.url}/register`

const usersNamed = async (name: string) => (await registrar.store.rows()).filter(({ username }) => username === name)

describeInBrowser('signing up in a browser', () => {
  describe.each([
    ['with JavaScript', { javaScriptEnabled: true }],
    ['without JavaScript', { javaScriptEnabled: false }],
  ])('%s', (_how, options) => {
    it('a person gets the account, is greeted by name, and finds the way on', async () => {
      await using visitor = await visit(options)
      const { page } = visitor
      const name = freshName()
      await page.goto(form())
      await submit(page, name, PASSWORD, '[data-status=completed]')
      expect(page.url()).toMatch(/\/register\/[0-9a-f-]{36}$/)
      expect(await page.locator('h1').textContent()).toBe('Welcome')
      expect(await page.locator('.name').textContent()).toBe(name)
      expect(await page.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe('https://app.example/')
      expect(await usersNamed(name)).toHaveLength(1)
    })

    it('a taken name leads back to the form, filled in and in focus, and another name is given', async () => {
      await using visitor = await visit(options)
      const { page } = visitor
      const [taken, free] = [freshName(), freshName()]
      await page.goto(form())
      await submit(page, taken, PASSWORD, '[data-status=completed]')
      await page.goto(form())
      await submit(page, taken.toUpperCase(), PASSWORD, '[data-status=rejected]')
      const field = page.getByLabel('User name')
      expect(await field.inputValue()).toBe(taken.toUpperCase())
      expect(await page.locator('#username:focus').count()).toBe(1)
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator('#username-error').textContent()).toContain('belongs to somebody else')
      expect(await page.inputValue('#password')).toBe('')
      await submit(page, free, PASSWORD, '[data-status=completed]')
      expect(await usersNamed(free)).toHaveLength(1)
    })

    it('a broken rule is told beside its field and in a summary that has the focus; the name is kept, the password never', async () => {
      await using visitor = await visit(options)
      visitor.expectStatus(422)
      const { page } = visitor
      const name = freshName()
      await page.goto(form())
      await submit(page, `${name}..`, 'lamp & zebra', '.summary')
      expect(await page.title()).toMatch(/^Error: /)
      expect(await page.locator('.summary:focus').count()).toBe(1)
      expect(await page.locator('.summary a').allTextContents()).toEqual([
        expect.stringMatching(/^User name: /),
        expect.stringMatching(/^Password: .*15 characters/),
      ])
      for (const field of ['username', 'password']) {
        const input = page.locator(`#${field}`)
        expect(await input.getAttribute('aria-invalid')).toBe('true')
        expect(await input.getAttribute('aria-describedby')).toBe(`${field}-error ${field}-hint`)
        expect(await page.locator(`#${field}-error`).isVisible()).toBe(true)
      }
      expect(await page.inputValue('#username')).toBe(`${name}..`)
      expect(await page.inputValue('#password')).toBe('')
      expect(await page.content()).not.toContain('zebra')

      await page.locator('.summary a').first().click()
      expect(await page.locator('#username:focus').count()).toBe(1)
      await submit(page, name, PASSWORD, '[data-status=completed]')
    })

    it('nothing filled in is told as missing', async () => {
      await using visitor = await visit(options)
      visitor.expectStatus(422)
      const { page } = visitor
      await page.goto(form())
      await submit(page, '', '', '.summary')
      expect(await page.locator('.error').allTextContents()).toEqual(['Choose a user name.', 'Choose a password.'])
    })

    it('the keyboard alone gets there, by way of a taken name', async () => {
      await using visitor = await visit(options)
      const { page } = visitor
      const { keyboard } = page
      const taken = freshName()
      await page.goto(form())
      await submit(page, taken, PASSWORD, '[data-status=completed]')

      await page.goto(form())
      await keyboard.press('Tab')
      await keyboard.type(taken)
      await keyboard.press('Tab')
      await keyboard.type(PASSWORD)
      if (options.javaScriptEnabled) await keyboard.press('Tab') // the button that shows the password
      await keyboard.press('Tab')
      await keyboard.press('Enter')
      await page.locator('[data-status=rejected]').waitFor()
      await keyboard.press('Control+A')
      await keyboard.type(freshName())
      await keyboard.press('Tab')
      await keyboard.type(PASSWORD)
      await keyboard.press('Enter')
      await page.locator('[data-status=completed]').waitFor()
      await keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Continue')
    })

    it('a form without its cookie comes again with one sentence, the name and a fresh token', async () => {
      await using visitor = await visit(options)
      visitor.expectStatus(403)
      const { page } = visitor
      const name = freshName()
      await page.goto(form())
      await page.context().clearCookies()
      await submit(page, name, PASSWORD, '.notice:not([hidden])')
      expect(await page.locator('.notice:not([hidden])').textContent()).toContain('This form has expired')
      expect(await page.inputValue('#username')).toBe(name)
      expect(await page.inputValue('#password')).toBe('')
      await submit(page, name, PASSWORD, '[data-status=completed]')
    })

    it('an address where there is nothing says so and leads to the form', async () => {
      await using visitor = await visit(options)
      visitor.expectStatus(404)
      const { page } = visitor
      await page.goto(`${form()}/00000000-0000-4000-8000-000000000000`)
      expect(await page.locator('h1').textContent()).toBe('Not found')
      await page.getByRole('link', { name: 'Create an account' }).click()
      await page.getByLabel('User name').waitFor()
    })
  })
})

import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'
import { submit } from './support/stage.ts'
import { describeInBrowser, useBrowser } from './support/visitor.ts'

const visit = useBrowser()
const registrar = sharedRegistrar()
const form = () => `${registrar.url}/register`

/** How many registrations have been accepted, whatever became of them. */
async function registrations(): Promise<number> {
  const redis = new Redis(registrar.redis.url)
  const keys = await redis.keys('registrar:*:outcome:*')
  redis.disconnect()
  return keys.length
}

describeInBrowser('one form is one registration', () => {
  describe.each([
    ['with JavaScript', { javaScriptEnabled: true }],
    ['without JavaScript', { javaScriptEnabled: false }],
  ])('%s', (_how, options) => {
    it('a second click while the first is under way makes one registration', async () => {
      await using link = await startTcpProxy({ port: Number(new URL(form()).port) })
      await using visitor = await visit(options)
      const { page } = visitor
      const before = await registrations()
      await page.goto(form().replace(/:\d+/, `:${link.port}`))
      await page.fill('#username', freshName())
      await page.fill('#password', PASSWORD)
      let posts = 0
      page.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0))
      const { x, y } = (await page.locator('.button').boundingBox())!
      const click = () => page.mouse.click(x + 20, y + 20) // as people do, without a look at what the page is doing
      link.slow(2_000)
      await click()
      await eventually('the first has arrived, its answer not yet', async () => (await registrations()) > before)
      await click()
      link.slow(0)
      await page.locator('[data-status=completed]').waitFor()
      expect(posts).toBe(options.javaScriptEnabled ? 1 : 2)
      expect(await registrations()).toBe(before + 1)
    })

    it('going back and submitting the same form again leads to the same registration', async () => {
      await using visitor = await visit(options)
      const { page } = visitor
      const before = await registrations()
      const name = freshName()
      await page.goto(form())
      await submit(page, name, PASSWORD, '[data-status=completed]')
      const outcome = page.url()
      await page.goBack()
      expect(page.url()).toBe(form())
      expect(await page.inputValue('#password')).toBe('')
      await submit(page, name, PASSWORD, '[data-status=completed]')
      expect(page.url()).toBe(outcome)
      expect(await registrations()).toBe(before + 1)
    })

    it('going back and submitting other entries asks once more, then makes a registration of its own', async () => {
      await using visitor = await visit(options)
      visitor.expectStatus(422)
      const { page } = visitor
      const before = await registrations()
      await page.goto(form())
      await submit(page, freshName(), PASSWORD, '[data-status=completed]')
      await page.goBack()
      const other = freshName()
      await submit(page, other, PASSWORD, '.notice:not([hidden])')
      expect(await page.inputValue('#username')).toBe(other)
      await submit(page, other, PASSWORD, '[data-status=completed]')
      expect(await registrations()).toBe(before + 2)
    })
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { command } from '../support/processes/command.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('npm run docs writes a page for each OpenAPI document, which loads nothing and reports to nobody', async () => {
  using folder = temporaryFolder()
  await using docs = command('tools/docs.ts', ['--to', folder.path])
  expect(await docs.exited, docs.stderr()).toBe(0)
  for (const app of ['gateway', 'directory']) {
    const page = join(folder.path, `${app}.html`)
    expect(docs.stdout()).toContain(page)
    const html = readFileSync(page, 'utf8')
    const { info, paths } = JSON.parse(readFileSync(`apps/${app}/openapi.json`, 'utf8'))
    expect(html).toContain(`<title>${info.title}</title>`)
    const [, definition] = /__redoc_definition = (\{.*\});$/m.exec(html)!
    expect(JSON.parse(definition!)).toMatchObject({ info, paths })
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="?https?:/)
    expect(html).toMatch(/^<head>\n *<meta http-equiv="Content-Security-Policy" content="default-src 'none';/m)
    expect(html).toContain('"disableTelemetry":true')
  }
})

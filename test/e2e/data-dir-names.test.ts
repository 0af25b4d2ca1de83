import { join } from 'node:path'
import { expect, it } from 'vitest'
import { accepted, outcomeOf } from '../support/http/client.ts'
import { npmStart } from '../support/processes/npm-start.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it.each([
  ['quotes, a backslash and spaces', `Ada's  "data" \\n `],
  ['a line break, punctuation and letters beyond ASCII', 'a\nb,c:d#e$HOME données 資料'],
])('npm start works on a DATA_DIR with %s in its name, and finds its data again', async (_, name) => {
  using folder = temporaryFolder()
  const variables = { DATA_DIR: join(folder.path, name) }
  let jobId: string
  {
    await using first = npmStart(variables)
    const url = await first.running()
    jobId = await accepted(url, 'ada')
    expect(await outcomeOf(url, jobId)).toMatchObject({ status: 'completed' })
  }
  await using second = npmStart(variables)
  expect(await outcomeOf(await second.running(), jobId)).toMatchObject({ status: 'completed' })
})

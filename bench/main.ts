import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/environment'
import { startOrExplain } from '@registrar/shared/service'
import { isMet } from './measure.ts'
import { MEASURES } from './measures/all.ts'
import { goalInWords, spreadInWords } from './report/words.ts'

const names = () => MEASURES.map(({ name }) => name).join(', ')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' }, list: { type: 'boolean' } },
  })
  const chosen = values.only === undefined ? MEASURES : MEASURES.filter(({ name }) => name === values.only)
  if (chosen.length === 0) throw new ConfigurationError(`There is no measure "${values.only}"; there are: ${names()}.`)
  const startedAt = performance.now()
  for (const measure of chosen) {
    console.log(`${measure.name}: ${measure.title}`)
    const { figures } = await measure.run((step) =>
      console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(0)} s  ${step}`),
    )
    for (const f of figures)
      console.log(
        `  ${isMet(f) ? 'met' : 'MISSED'}: ${f.what}: ${spreadInWords(f.spread, f.unit)}, goal ${goalInWords(f.goal, f.unit)}; ${f.behind}`,
      )
  }
  process.exit(0)
})

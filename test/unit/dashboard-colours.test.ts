import { expect, it } from 'vitest'
import { dashboardJson } from '../../deploy/grafana/dashboard.ts'

type Panel = {
  type: string
  targets?: { legendFormat: string }[]
  fieldConfig: { overrides: { matcher: { id: string; options: string }; properties: unknown[] }[] }
}
const panels: Panel[] = JSON.parse(dashboardJson()).panels

it.each(['process', 'http_route'])('a series named by its %s has the same colour in every graph', (label) => {
  const graphs = panels.filter(
    ({ type, targets }) =>
      type === 'timeseries' && targets?.some(({ legendFormat }) => legendFormat.includes(`{{${label}}}`)),
  )
  expect(graphs.length).toBeGreaterThan(1)
  const [first, ...others] = graphs.map(({ fieldConfig }) =>
    fieldConfig.overrides.filter(({ matcher }) => matcher.id === 'byName'),
  )
  expect(first).not.toEqual([])
  for (const other of others) expect(other).toEqual(first)
})

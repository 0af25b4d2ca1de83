import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { COLOURS, type Totals } from './panel.ts'
import { DATASOURCE, refIdOf, targetsOf } from './targets.ts'

/** Grafana's stat: the last value of each query, as a number with its name. */
export function totalsPanel({ queries }: Totals): PanelBuilder {
  const panel = new PanelBuilder()
    .unit('locale') // with thousands separators, and not shortened
    .decimals(0)
    .datasource(DATASOURCE)
    .targets(targetsOf(queries))
    .textMode(BigValueTextMode.ValueAndName)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
  for (const [n, { alarm }] of queries.entries())
    panel.overrideByQuery(refIdOf(n), [
      {
        id: 'thresholds',
        value: {
          mode: 'absolute',
          steps: alarm
            ? [
                { color: COLOURS.green, value: null },
                { color: COLOURS[alarm], value: 1 },
              ]
            : [{ color: 'text', value: null }],
        },
      },
    ])
  return panel
}

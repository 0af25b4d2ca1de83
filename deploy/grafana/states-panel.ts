import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common'
import { FieldColorBuilder, FieldColorModeId, MappingType } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline'
import { COLOURS, type States } from './panel.ts'
import { DATASOURCE, targetsOf } from './targets.ts'

/** Grafana's state timeline: a bar for each series, in the colour of its state. */
export const statesPanel = ({ queries, states: { one, zero } }: States): PanelBuilder =>
  new PanelBuilder()
    .datasource(DATASOURCE)
    .targets(targetsOf(queries))
    .mergeValues(true)
    .showValue(VisibilityMode.Never)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic)) // else the legend has no names
    .mappings([
      {
        type: MappingType.ValueToText,
        options: {
          '1': { text: one, color: COLOURS.green, index: 0 },
          '0': { text: zero, color: COLOURS.red, index: 1 },
        },
      },
    ])

import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { COLOURS, type Graph, type Query } from './panel.ts'
import { seriesColours } from './series-colours.ts'
import { DATASOURCE, refIdOf, targetsOf } from './targets.ts'

const UNITS: Partial<Record<Graph['unit'], string>> = { cores: 'suffix: cores' }

/** Grafana's time series. */
export function graphPanel(graph: Graph): PanelBuilder {
  const { unit, isStacked = false, isBars = false, ifEmpty, namesHighest, queries } = graph
  const panel = new PanelBuilder()
    .unit(UNITS[unit] ?? unit)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .datasource(DATASOURCE)
    .targets(targetsOf(queries))
    .fillOpacity(isBars ? 80 : isStacked ? 40 : 15)
    .lineWidth(2)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .calcs(namesHighest ? ['max'] : [])
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
  if (isStacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
  if (isBars) panel.drawStyle(GraphDrawStyle.Bars)
  scale(panel, graph)
  if (ifEmpty) panel.noValue(ifEmpty)
  for (const [n, query] of queries.entries()) {
    const properties = stylesOf(query, isStacked)
    if (properties.length > 0) panel.overrideByQuery(refIdOf(n), properties)
  }
  for (const [name, colour] of queries.flatMap((query) => Object.entries(seriesColours(query))))
    panel.overrideByName(name, [colourOf(colour)])
  return panel
}

function scale(panel: PanelBuilder, { max, softMin, logarithmicFrom }: Graph): void {
  if (max !== undefined) panel.max(max)
  if (softMin !== undefined) panel.axisSoftMin(softMin)
  else panel.min(logarithmicFrom ?? 0)
  if (logarithmicFrom !== undefined)
    panel.scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10))
}

const colourOf = (colour: keyof typeof COLOURS) => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: COLOURS[colour] },
})

const stylesOf = ({ colour, isDashed, legend }: Query, isStacked: boolean) => [
  // Areas of many lines would only darken each other.
  ...(legend.includes('{{') && !isStacked ? [{ id: 'custom.fillOpacity', value: 0 }] : []),
  ...(colour ? [colourOf(colour)] : []),
  ...(isDashed
    ? [
        { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 6] } },
        { id: 'custom.fillOpacity', value: 0 },
        { id: 'custom.stacking', value: { mode: 'none', group: 'A' } },
      ]
    : []),
]

import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { COLOURS, type Graph, type Query } from './panel.ts'
import { DATASOURCE, refIdOf, targetsOf } from './targets.ts'

const UNITS: Partial<Record<Graph['unit'], string>> = { cores: 'suffix: cores' }

/** Grafana's time series. */
export function graphPanel({ unit, isStacked = false, isBars = false, max, ifEmpty, queries }: Graph): PanelBuilder {
  const panel = new PanelBuilder()
    .unit(UNITS[unit] ?? unit)
    .min(0)
    .datasource(DATASOURCE)
    .targets(targetsOf(queries))
    .fillOpacity(isBars ? 80 : isStacked ? 40 : 15)
    .lineWidth(2)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
  if (isStacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
  if (isBars) panel.drawStyle(GraphDrawStyle.Bars)
  if (max !== undefined) panel.max(max)
  if (ifEmpty) panel.noValue(ifEmpty)
  for (const [n, query] of queries.entries()) {
    const properties = stylesOf(query, isStacked)
    if (properties.length > 0) panel.overrideByQuery(refIdOf(n), properties)
  }
  return panel
}

const stylesOf = ({ colour, isDashed, legend }: Query, isStacked: boolean) => [
  // Areas of many lines would only darken each other.
  ...(legend.includes('{{') && !isStacked ? [{ id: 'custom.fillOpacity', value: 0 }] : []),
  ...(colour ? [{ id: 'color', value: { mode: 'fixed', fixedColor: COLOURS[colour] } }] : []),
  ...(isDashed
    ? [
        { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 6] } },
        { id: 'custom.fillOpacity', value: 0 },
        { id: 'custom.stacking', value: { mode: 'none', group: 'A' } },
      ]
    : []),
]

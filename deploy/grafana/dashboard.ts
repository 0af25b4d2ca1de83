import {
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
import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { type Panel, ROWS } from './panels.ts'

/** Four panels side by side on Grafana's 24 columns. */
const SIZE = { width: 6, height: 7 }

/** The data source that is chosen at the top of the page. */
const DATASOURCE = { type: 'prometheus', uid: '$' + '{datasource}' } // no template string: Grafana replaces it

/** The dashboard as the JSON text that Grafana imports. */
export function dashboardJson(): string {
  const dashboard = new DashboardBuilder('Registrar')
    .uid('registrar')
    .description('Whether people can sign up, and if not, why. The alerts are in deploy/prometheus/rules.yml.')
    .tags(['registrar'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh('10s')
    .time({ from: 'now-30m', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
  for (const { title, panels } of ROWS) {
    dashboard.withRow(new RowBuilder(title))
    for (const panel of panels) dashboard.withPanel(timeseries(panel))
  }
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`
}

function timeseries({
  title,
  description,
  unit,
  queries,
  isStacked = false,
  isLogarithmic = false,
  max,
}: Panel): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .min(0)
    .datasource(DATASOURCE)
    .span(SIZE.width)
    .height(SIZE.height)
    .fillOpacity(isStacked ? 40 : 10)
    .lineWidth(2)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
  if (isStacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
  if (isLogarithmic)
    panel.scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10)).min(1)
  if (max !== undefined) panel.max(max)
  for (const [n, { expr, legend }] of queries.entries())
    panel.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode(65 + n))
        .expr(expr)
        .legendFormat(legend)
        .range(),
    )
  return panel
}

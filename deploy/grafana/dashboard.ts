import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { basisOf } from './basis.ts'
import { graphPanel } from './graph-panel.ts'
import type { Panel } from './panel.ts'
import { ROWS } from './rows.ts'
import { statesPanel } from './states-panel.ts'
import { totalsPanel } from './totals-panel.ts'

/** Four panels side by side on Grafana's 24 columns; a wide one has them for itself. */
const SIZE = { width: 6, height: 7 }
const WIDE_SIZE = { width: 24, height: 4 }

/** What `$__rate_interval` is. */
const WINDOW = 'the last four scrapes, or longer when much time is shown'

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
    for (const panel of panels) dashboard.withPanel(builderOf(panel))
  }
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`
}

function builderOf(panel: Panel) {
  const { width, height } = panel.isWide ? WIDE_SIZE : SIZE
  return plainBuilderOf(panel)
    .title(panel.title)
    .description(`${panel.description} ${basisOf(panel, WINDOW)}`.trimEnd())
    .span(width)
    .height(height)
}

function plainBuilderOf(panel: Panel) {
  switch (panel.kind) {
    case 'graph':
      return graphPanel(panel)
    case 'totals':
      return totalsPanel(panel)
    case 'states':
      return statesPanel(panel)
  }
}

import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import type { Query } from './panel.ts'

/** The data source that is chosen at the top of the page. */
export const DATASOURCE = { type: 'prometheus', uid: '$' + '{datasource}' } // no template string: Grafana replaces it

/** How a panel refers to its nth query. */
export const refIdOf = (n: number) => String.fromCharCode(65 + n)

/** The queries of a panel. `@ start()` needs all of them to be about the whole time shown. */
export const targetsOf = (queries: Query[]): DataqueryBuilder[] =>
  queries.map(({ expr, legend }, n) => new DataqueryBuilder().refId(refIdOf(n)).expr(expr).legendFormat(legend).range())

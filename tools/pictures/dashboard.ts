import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Query } from '../../deploy/grafana/panel.ts'
import { ROWS } from '../../deploy/grafana/rows.ts'
import type { PrometheusClient } from '../prometheus/prometheus-client.ts'
import { svgOf } from './draw-row.ts'
import type { Line, PanelPicture } from './picture.ts'
import { watchStorm } from './watch-storm.ts'

const FOLDER = 'docs/pictures'
/** Prometheus scrapes every 2 s here; Grafana takes four scrapes. */
const RATE_SECONDS = 8
const STEP_SECONDS = 1
/** A storm of sign-ups brings no logins. */
const LEFT_OUT = ['Logins and webhooks']

/** Draws the rows of the dashboard during a storm, each as an SVG file. */
export async function drawDashboard(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  await watchStorm(async ({ prometheus, from, to }) => {
    for (const { title, panels } of ROWS) {
      if (LEFT_OUT.includes(title)) continue
      const pictures: PanelPicture[] = []
      for (const panel of panels) pictures.push({ panel, lines: await linesOf(prometheus, panel.queries, from, to) })
      const name = title
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-')
        .replace(/-$/, '')
      const file = join(FOLDER, `dashboard-${name}.svg`)
      writeFileSync(file, svgOf(pictures, to - from, `the last ${RATE_SECONDS} s`))
      console.log(file)
    }
  })
}

async function linesOf(prometheus: PrometheusClient, queries: Query[], from: number, to: number): Promise<Line[]> {
  const lines: Line[] = []
  for (const query of queries) {
    const expr = query.expr
      .replaceAll('$__rate_interval', `${RATE_SECONDS}s`)
      .replaceAll('$__range', `${Math.ceil(to - from)}s`)
    const range = { from, to, stepSeconds: STEP_SECONDS }
    for (const { metric, values } of await prometheus.queryRange(expr, range))
      lines.push({
        query,
        name: query.legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? ''),
        values: alignedTo(from, to, values),
      })
  }
  return lines
}

/** One value for each step; undefined where the series has none. */
function alignedTo(from: number, to: number, values: [at: number, value: number][]): (number | undefined)[] {
  const byStep = new Map(values.map(([at, value]) => [Math.round((at - from) / STEP_SECONDS), value]))
  return Array.from({ length: Math.floor((to - from) / STEP_SECONDS) + 1 }, (_, step) => byStep.get(step))
}

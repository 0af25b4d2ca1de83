import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROWS } from '../../deploy/grafana/panels.ts'
import type { PrometheusClient } from '../prometheus/prometheus-client.ts'
import { type Line, type PanelPicture, svgOf } from './draw-panels.ts'
import { watchStorm } from './watch-storm.ts'

const FOLDER = 'docs/pictures'
/** Prometheus scrapes every second here: four scrapes, as Grafana would have it, are too few for a calm line. */
const RATE_INTERVAL = '10s'
const STEP_SECONDS = 1

/** Draws the rows of the dashboard during a storm, each as an SVG file. */
export async function drawDashboard(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  await watchStorm(async ({ prometheus, from, to }) => {
    for (const { title, panels } of ROWS) {
      const pictures: PanelPicture[] = []
      for (const panel of panels) pictures.push({ panel, lines: await linesOf(prometheus, panel.queries, from, to) })
      const name = title
        .toLowerCase()
        .replaceAll(/[^a-z]+/g, '-')
        .replace(/-$/, '')
      const file = join(FOLDER, `dashboard-${name}.svg`)
      writeFileSync(file, svgOf(pictures, to - from))
      console.log(file)
    }
  })
}

async function linesOf(
  prometheus: PrometheusClient,
  queries: { expr: string; legend: string }[],
  from: number,
  to: number,
): Promise<Line[]> {
  const lines: Line[] = []
  for (const { expr, legend } of queries) {
    const range = { from, to, stepSeconds: STEP_SECONDS }
    for (const { metric, values } of await prometheus.queryRange(
      expr.replaceAll('$__rate_interval', RATE_INTERVAL),
      range,
    ))
      lines.push({
        name: legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? ''),
        points: values.map(([at, value]) => [at - from, value]),
      })
  }
  return lines
}

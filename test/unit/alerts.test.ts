import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dashboardJson } from '../../deploy/grafana/dashboard.ts'
import { findPrometheus } from '../../tools/prometheus/prometheus-program.ts'
import { ALERTS, RULES } from '../support/alert-rules.ts'

const sections = new Map(
  readFileSync('docs/operations.md', 'utf8')
    .split(/^#+ /m)
    .map((section) => [section.split('\n')[0]!, section]),
)
/** The cells of each row of the first table in a section, without its head. */
const tableIn = (title: string) =>
  sections
    .get(title)!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

const alertNames = ALERTS.map(({ alert }) => alert)

describe('the alerts', () => {
  it.runIf(findPrometheus())('fire in the situations that they are for, and in no other: promtool', () => {
    const { promtool } = findPrometheus()!
    for (const args of [
      ['check', 'rules', RULES],
      ['check', 'config', 'deploy/prometheus/prometheus.yml'],
      ['test', 'rules', 'deploy/prometheus/rules.test.yml'],
    ]) {
      const { status, stdout, stderr } = spawnSync(promtool, args, { encoding: 'utf8' })
      expect(status, stdout + stderr).toBe(0)
    }
  })

  it('each have a test of promtool in which they fire', () => {
    const tests = readFileSync('deploy/prometheus/rules.test.yml', 'utf8')
    expect(alertNames.filter((name) => !tests.includes(`alertname="${name}"`))).toEqual([])
  })

  it('each have a line in the table of docs/operations.md, which has no other', () => {
    const named = tableIn('Alerts').map(([name]) => name!.replaceAll('`', ''))
    expect(named.toSorted()).toEqual(alertNames.toSorted())
  })

  it('are, or are not with a reason, there for every failure that docs/operations.md knows', () => {
    const failures = tableIn('Failures: what they look like and what to do').map(([failure]) => failure)
    const answers = tableIn('Which alert reports which failure')
    expect(answers.map(([failure]) => failure)).toEqual(failures)
    for (const [failure, answer] of answers) {
      const named = [...answer!.matchAll(/`(Registrar\w+)`/g)].map(([, name]) => name!)
      expect(named.filter((name) => !alertNames.includes(name))).toEqual([])
      expect(named.length > 0 || answer!.startsWith('none: '), failure).toBe(true)
    }
  })
})

it('the Grafana dashboard in the repository is what deploy/grafana says', () => {
  expect(readFileSync('deploy/grafana/registrar.json', 'utf8')).toBe(dashboardJson())
})

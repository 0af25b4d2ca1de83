import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (file: string) => parse(readFileSync(file, 'utf8'), { merge: true })
const { services } = read('docker-compose.yml')
/** Where a file of the repository is in the container. */
const placeOf = (volumes: string[], file: string) =>
  volumes.map((volume) => volume.split(':')).find(([source]) => source === `./${file}`)![1]!

it('Grafana finds the dashboard and the Prometheus of the compose profile where its provisioning files say', () => {
  const [provider] = read('deploy/grafana/provisioning/dashboards/registrar.yml').providers
  const dashboard = placeOf(services.grafana.volumes, 'deploy/grafana/registrar.json')
  expect(provider).toMatchObject({ type: 'file', options: { path: dirname(dashboard) } })
  expect(services.grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH).toBe(dashboard)
  expect(placeOf(services.grafana.volumes, 'deploy/grafana/provisioning')).toBe('/etc/grafana/provisioning')

  const [datasource] = read('deploy/grafana/provisioning/datasources/prometheus.yml').datasources
  expect(datasource).toMatchObject({ type: 'prometheus', isDefault: true })
  const { hostname, port } = new URL(datasource.url)
  expect(services[hostname].ports[0]).toMatch(new RegExp(`:${port}$`))
  expect(services[hostname].networks).toEqual(expect.arrayContaining(services.grafana.networks))
  expect(datasource.jsonData.timeInterval).toBe(read('deploy/prometheus/prometheus.yml').global.scrape_interval)
})

it('Prometheus scrapes each service of compose that has a page of metrics, over a network that they share', () => {
  const { command, networks, volumes } = services.prometheus
  expect(command).toContain(`--config.file=${placeOf(volumes, 'deploy/prometheus')}/prometheus.yml`)
  const [{ dns_sd_configs: lookups }] = read('deploy/prometheus/prometheus.yml').scrape_configs
  const targets = lookups.flatMap(({ names, port }: { names: string[]; port: number }) =>
    names.map((name) => [name, port]),
  )
  const withPage = Object.entries<{ environment?: Record<string, unknown> }>(services).flatMap(([name, service]) => {
    const port = service.environment?.['METRICS_PORT']
    return port === undefined ? [] : [[name, port]]
  })
  expect(targets.toSorted()).toEqual(withPage.toSorted())
  for (const [name] of targets)
    expect(
      services[name].networks.filter((network: string) => networks.includes(network)),
      name,
    ).not.toEqual([])
})

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { StartConfig } from '../../tools/start/processes.ts'

/** Variables that docker-compose.yml does not take from its environment, and why. */
const NOT_BY_COMPOSE: Record<string, Record<string, string>> = {
  gateway: {
    REDIS_URL: 'compose brings its own Redis; its network has no way out to another',
    DATA_DIR: 'nothing is below it: the keys are in a volume, the users in MongoDB',
    SEALING_PUBLIC_KEY_FILE: 'in a volume that the service keys fills',
    GATEWAY_SECRET_FILE: 'in a volume that the service keys fills',
    HOST: 'the image sets it to all addresses of its container',
    PORT: 'within the container it is fixed; the variable decides the port of the host',
    GATEWAYS: 'only npm start reads it',
    METRICS_HOST: 'the image sets it to all addresses of its container',
    METRICS_PORT: 'fixed: deploy/prometheus/prometheus.yml has it too',
    DRAIN_SECONDS: 'has to stay below stop_grace_period, which is a constant of the file',
  },
  worker: {
    REDIS_URL: 'compose brings its own Redis; its network has no way out to another',
    MONGODB_URI: 'compose brings its own MongoDB; its network has no way out to another',
    DATA_DIR: 'nothing is below it: the keys are in a volume, the users in MongoDB',
    SEALING_PRIVATE_KEY_FILES: 'in a volume that the service keys fills',
    HEALTH_HOST: 'the health check asks from within the container',
    HEALTH_PORT: 'the health check asks from within the container',
    METRICS_HOST: 'the image sets it to all addresses of its container',
    METRICS_PORT: 'fixed: deploy/prometheus/prometheus.yml has it too',
    DRAIN_SECONDS: 'has to stay below stop_grace_period, which is a constant of the file',
  },
  directory: {
    REDIS_URL: 'compose brings its own Redis; its network has no way out to another',
    MONGODB_URI: 'compose brings its own MongoDB; its network has no way out to another',
    DATA_DIR: 'nothing is below it: the keys are in a volume, the users in MongoDB',
    API_KEYS_FILE: 'in a volume that the service keys fills',
    DIRECTORY_HOST: 'the image sets it to all addresses of its container',
    DIRECTORY_PORT: 'within the container it is fixed; the variable decides the port of the host',
    METRICS_HOST: 'the image sets it to all addresses of its container',
    METRICS_PORT: 'fixed: deploy/prometheus/prometheus.yml has it too',
    DRAIN_SECONDS: 'has to stay below stop_grace_period, which is a constant of the file',
    OUTCOME_TTL_SECONDS: 'a directory writes no outcome',
  },
  notifier: {
    REDIS_URL: 'compose brings its own Redis; its network has no way out to another',
    DATA_DIR: 'nothing of a notifier is below it',
    HEALTH_HOST: 'the health check asks from within the container',
    HEALTH_PORT: 'the health check asks from within the container',
    WEBHOOKS_FILE: 'mounted as a secret of compose; the variable decides which file of the host',
    METRICS_HOST: 'the image sets it to all addresses of its container',
    METRICS_PORT: 'fixed: deploy/prometheus/prometheus.yml has it too',
    DRAIN_SECONDS: 'has to stay below stop_grace_period, which is a constant of the file',
    OUTCOME_TTL_SECONDS: 'a notifier writes no outcome',
  },
}

/** What each app reads, by the schema that its config.ts exports. */
const VARIABLES = Object.fromEntries(
  await Promise.all(
    readdirSync('apps').map(async (app) => {
      const config: Record<string, unknown> = await import(`../../apps/${app}/src/config.ts`)
      const schema = Object.values(config).find((value) => value instanceof z.ZodObject)
      return [app, Object.keys(schema!.shape)] as const
    }),
  ),
)

const documented = new Set(
  readFileSync('docs/operations.md', 'utf8')
    .split('\n## ')
    .find((section) => section.startsWith('Environment\n'))!
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((row) => row.split('|')[1]!.match(/[A-Z][A-Z\d_]+/g) ?? []),
)

type Service = { environment?: Record<string, string | number | null> }
const services: Record<string, Service> = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }).services

describe.each(Object.entries(VARIABLES))('every variable that the %s reads', (app, variables) => {
  it('stands in the table of docs/operations.md', () => {
    expect(variables.filter((variable) => !documented.has(variable))).toEqual([])
  })

  it('can be set through docker-compose.yml, or it is said why not', () => {
    const environment = services[app]?.environment ?? {}
    const isSettable = (variable: string) =>
      environment[variable] === null || String(environment[variable]).includes(`\${${variable}`)
    const exceptions = Object.keys(NOT_BY_COMPOSE[app] ?? {})
    expect(variables.filter((variable) => !isSettable(variable)).toSorted()).toEqual(exceptions.toSorted())
  })

  it('is the only kind of variable that docker-compose.yml gives it', () => {
    expect(Object.keys(services[app]?.environment ?? {}).filter((name) => !variables.includes(name))).toEqual([])
  })
})

it('every variable that npm start alone reads stands there too', () => {
  expect(Object.keys(StartConfig.shape).filter((variable) => !documented.has(variable))).toEqual([])
})

it('the table of docs/operations.md has no variable that nothing reads', () => {
  const read = new Set([...Object.keys(StartConfig.shape), ...Object.values(VARIABLES).flat()])
  expect([...documented].filter((variable) => !read.has(variable))).toEqual([])
})
